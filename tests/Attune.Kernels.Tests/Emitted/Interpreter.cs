using Iced.Intel;

namespace Attune.Kernels.Tests.Emitted;

/// <summary>
/// Runs emitted machine code without the processor it is for: decodes the bytes and carries out the few instructions
/// that the emitted kernels are made of, on registers of its own and on real memory. Memory that was not granted, and
/// any other instruction, fail the test.
/// </summary>
internal sealed unsafe class Interpreter
{
    private const ulong ReturnAddress = 0xFFFF_0000;
    private const int StackBytes = 4096;

    private readonly Dictionary<ulong, Instruction> _code = [];
    private readonly List<(ulong Start, ulong End, bool Writable)> _granted = [];
    private readonly ulong[] _general = new ulong[16];
    private readonly uint[][] _vectors = [.. Enumerable.Range(0, 32).Select(_ => new uint[16])];
    private readonly Dictionary<Mnemonic, int> _executed = [];
    private bool _zero;

    public Interpreter(byte[] code)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code));
        while (decoder.IP < (ulong)code.Length)
        {
            var instruction = decoder.Decode();
            Assert.False(instruction.IsInvalid, $"an invalid instruction at {instruction.IP}");
            _code.Add(instruction.IP, instruction);
        }
    }

    /// <summary>How often each instruction was carried out.</summary>
    public int Executed(Mnemonic mnemonic) => _executed.GetValueOrDefault(mnemonic);

    /// <summary>What was asked for into the first cache, and into the second.</summary>
    public List<ulong> FetchedNear { get; } = [];

    public List<ulong> FetchedAhead { get; } = [];

    public ulong this[Register register]
    {
        get => _general[Index(register)];
        set => _general[Index(register)] = value;
    }

    public uint[] Vector(int index) => _vectors[index];

    public void Grant(void* start, long bytes, bool writable = false) =>
        _granted.Add(((ulong)start, (ulong)start + (ulong)bytes, writable));

    /// <summary>Calls the function with its argument as the convention says and checks what it must leave as it was.</summary>
    public void Call(NativeConvention convention, nint argument)
    {
        bool windows = convention == NativeConvention.Windows;
        Register[] preserved = windows
            ? [Register.RBX, Register.RBP, Register.RDI, Register.RSI, Register.R12, Register.R13, Register.R14, Register.R15]
            : [Register.RBX, Register.RBP, Register.R12, Register.R13, Register.R14, Register.R15];

        var random = new Random(1);
        for (int i = 0; i < 16; i++)
            _general[i] = (ulong)random.NextInt64();
        foreach (uint[] vector in _vectors)
        {
            for (int lane = 0; lane < 16; lane++)
                vector[lane] = (uint)random.Next();
        }

        // The function may write below the stack pointer it was given and, on Windows, to the room for four arguments.
        byte* stack = stackalloc byte[StackBytes];
        new Span<byte>(stack, StackBytes).Fill(0xCC);
        byte* top = stack + (StackBytes / 2 / 16 * 16) + 8;
        *(ulong*)top = ReturnAddress;
        this[windows ? Register.RCX : Register.RDI] = (ulong)argument;
        this[Register.RSP] = (ulong)top;
        var general = (ulong[])_general.Clone();
        var vectors = _vectors.Select(vector => (uint[])vector.Clone()).ToArray();
        int grants = _granted.Count;
        Grant(stack, top - stack, writable: true);
        Grant(top, StackBytes / 4);
        Run();
        _granted.RemoveRange(grants, _granted.Count - grants);

        Assert.Equal((ulong)top + 8, this[Register.RSP]);
        foreach (var register in preserved)
            Assert.True(general[Index(register)] == this[register], $"{register} was not preserved");
        for (int i = 6; windows && i <= 15; i++)
            Assert.True(vectors[i].AsSpan(0, 4).SequenceEqual(_vectors[i].AsSpan(0, 4)), $"xmm{i} was not preserved");
    }

    private void Run()
    {
        ulong address = 0;
        while (address != ReturnAddress)
        {
            Assert.True(_code.TryGetValue(address, out var instruction), $"no instruction begins at {address:x}");
            _executed[instruction.Mnemonic] = Executed(instruction.Mnemonic) + 1;
            address = Step(instruction);
        }
    }

    private ulong Step(in Instruction i)
    {
        switch (i.Mnemonic)
        {
            case Mnemonic.Mov:
                this[i.Op0Register] = Source(i);
                break;
            case Mnemonic.Lea:
                this[i.Op0Register] = Address(i);
                break;
            case Mnemonic.Add:
                SetAndCompare(i.Op0Register, this[i.Op0Register] + Source(i));
                break;
            case Mnemonic.Sub:
                SetAndCompare(i.Op0Register, this[i.Op0Register] - Source(i));
                break;
            case Mnemonic.Dec:
                SetAndCompare(i.Op0Register, this[i.Op0Register] - 1);
                break;
            case Mnemonic.Test:
                _zero = (this[i.Op0Register] & this[i.Op1Register]) == 0;
                break;
            case Mnemonic.Je:
                return _zero ? i.NearBranchTarget : i.NextIP;
            case Mnemonic.Jne:
                return _zero ? i.NextIP : i.NearBranchTarget;
            case Mnemonic.Push:
                this[Register.RSP] -= 8;
                *(ulong*)Memory(this[Register.RSP], 8, write: true) = this[i.Op0Register];
                break;
            case Mnemonic.Pop:
                this[i.Op0Register] = *(ulong*)Memory(this[Register.RSP], 8, write: false);
                this[Register.RSP] += 8;
                break;
            case Mnemonic.Ret:
                ulong target = *(ulong*)Memory(this[Register.RSP], 8, write: false);
                this[Register.RSP] += 8;
                return target;
            case Mnemonic.Prefetcht0:
                FetchedNear.Add(Address(i));
                break;
            case Mnemonic.Prefetcht1:
                FetchedAhead.Add(Address(i));
                break;
            case Mnemonic.Vmovups when i.Op0Kind == OpKind.Memory:
                int stored = Lanes(i.Op1Register);
                _vectors[Number(i.Op1Register)].AsSpan(0, stored).CopyTo(new Span<uint>(Memory(Address(i), stored * 4, write: true), stored));
                break;
            case Mnemonic.Vmovups:
                Set(i.Op0Register, VectorSource(i, 1, Lanes(i.Op0Register)));
                break;
            case Mnemonic.Vpbroadcastd:
                var one = new uint[Lanes(i.Op0Register)];
                Array.Fill(one, *(uint*)Memory(Address(i), 4, write: false));
                Set(i.Op0Register, one);
                break;
            case Mnemonic.Vaddps:
                Lanewise(i, (_, x, y) => Bits(Number(x) + Number(y)));
                break;
            case Mnemonic.Vpxord:
                Lanewise(i, (_, x, y) => x ^ y);
                break;
            case Mnemonic.Vdpbf16ps:
                Lanewise(i, DotBf16);
                break;
            case Mnemonic.Vzeroupper:
                for (int v = 0; v < 16; v++)
                    _vectors[v].AsSpan(4).Clear();
                break;
            default:
                Assert.Fail($"the interpreter does not know {i}");
                break;
        }

        return i.NextIP;
    }

    /// <summary>One lane of VDPBF16PS as Intel's manual describes it.</summary>
    public static uint DotBf16(uint sum, uint x, uint y)
    {
        float high = Flush(MathF.FusedMultiplyAdd(Upper(x), Upper(y), Flush(Number(sum))));
        return Bits(Flush(MathF.FusedMultiplyAdd(Upper(x << 16), Upper(y << 16), high)));

        static float Upper(uint pair) => Flush(Number(pair & 0xFFFF0000));
        static float Flush(float value) => float.IsSubnormal(value) ? MathF.CopySign(0, value) : value;
    }

    private void Lanewise(in Instruction i, Func<uint, uint, uint, uint> operation)
    {
        Assert.False(i.IsBroadcast || i.HasOpMask, $"the interpreter knows no broadcast and no mask: {i}");
        int lanes = Lanes(i.Op0Register);
        uint[] left = VectorSource(i, 1, lanes), right = VectorSource(i, 2, lanes);
        uint[] old = _vectors[Number(i.Op0Register)];
        Set(i.Op0Register, [.. Enumerable.Range(0, lanes).Select(lane => operation(old[lane], left[lane], right[lane]))]);
    }

    private uint[] VectorSource(in Instruction i, int operand, int lanes) => i.GetOpKind(operand) == OpKind.Memory
        ? new ReadOnlySpan<uint>(Memory(Address(i), lanes * 4, write: false), lanes).ToArray()
        : _vectors[Number(i.GetOpRegister(operand))][..lanes];

    private void Set(Register register, uint[] value)
    {
        _vectors[Number(register)].AsSpan().Clear();
        value.CopyTo(_vectors[Number(register)], 0);
    }

    private ulong Source(in Instruction i) => i.Op1Kind switch
    {
        OpKind.Register => this[i.Op1Register],
        OpKind.Memory => *(ulong*)Memory(Address(i), 8, write: false),
        _ => i.GetImmediate(1),
    };

    private ulong Address(in Instruction i)
    {
        Assert.Equal(Register.DS, i.MemorySegment is Register.SS ? Register.DS : i.MemorySegment);
        ulong index = i.MemoryIndex == Register.None ? 0 : this[i.MemoryIndex] * (ulong)i.MemoryIndexScale;
        return this[i.MemoryBase] + index + i.MemoryDisplacement64;
    }

    private void* Memory(ulong address, int bytes, bool write)
    {
        foreach (var (start, end, writable) in _granted)
        {
            if (address >= start && address + (ulong)bytes <= end && (writable || !write))
                return (void*)address;
        }

        Assert.Fail($"{(write ? "wrote" : "read")} {bytes} bytes at {address:x} outside of the granted memory");
        return null;
    }

    private void SetAndCompare(Register register, ulong value)
    {
        this[register] = value;
        _zero = value == 0;
    }

    private static int Index(Register register)
    {
        Assert.True(register.IsGPR64(), $"the interpreter knows 64-bit registers only, not {register}");
        return register - Register.RAX;
    }

    private static int Number(Register register) =>
        register - (register.IsZMM() ? Register.ZMM0 : register.IsYMM() ? Register.YMM0 : Register.XMM0);

    private static int Lanes(Register register) => register.IsZMM() ? 16 : register.IsYMM() ? 8 : 4;

    private static float Number(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
