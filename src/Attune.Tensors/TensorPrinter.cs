using System.Globalization;
using System.Text;

namespace Attune.Tensors;

/// <summary>Tensors as text: type, shape, and elements, of long axes the first and last three.</summary>
internal static class TensorPrinter
{
    private const int Ends = 3;
    private const int LongestWhole = 8;

    public static string Print(Tensor x)
    {
        if (x.IsNone)
            return "no tensor";
        if (x.HasEnded)
            return "a tensor whose step has ended";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{x.DType.Name()} {x.Shape}");
        if (x.ElementCount == 0)
            return text.ToString();
        text.Append(x.Rank > 1 ? '\n' : ' ');
        Append(text, x.State, 0, x.State.Offset, x);
        return text.ToString();
    }

    private static void Append(StringBuilder text, TensorState state, int axis, int place, Tensor x)
    {
        if (axis == state.Shape.Rank)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Number(x, place)}");
            return;
        }

        bool isRow = axis == state.Shape.Rank - 1;
        int size = state.Shape[axis];
        text.Append('[');
        for (int i = 0; i < size; i++)
        {
            if (i > 0)
                text.Append(isRow ? ", " : ",\n").Append(' ', isRow ? 0 : axis + 1);
            if (size > LongestWhole && i == Ends)
            {
                text.Append('…');
                i = size - Ends - 1;
                continue;
            }

            Append(text, state, axis + 1, place + (i * state.Strides[axis]), x);
        }

        text.Append(']');
    }

    private static string Number(Tensor x, int place) =>
        x.Device.ReadElement(x, place).ToString(x.DType is DType.I32 ? "0" : "g5", CultureInfo.InvariantCulture);
}
