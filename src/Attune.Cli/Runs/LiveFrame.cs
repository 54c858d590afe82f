using System.Text;
using Spectre.Console;
using Spectre.Console.Advanced;
using Spectre.Console.Rendering;

namespace Attune.Cli.Runs;

/// <summary>
/// A part of a terminal that is drawn again and again in its place, each time by one write, so that nothing flickers. The cursor is hidden until the end, and stands on a
/// line of its own below: what Ctrl+C echoes harms nothing. Another size of the terminal moves lines that are there; then all is cleared and drawn anew.
/// </summary>
internal sealed class LiveFrame : IDisposable
{
    private const string Hide = "\e[?25l", Show = "\e[?25h", ClearAll = "\e[H\e[2J", ClearRight = "\e[K", ClearBelow = "\e[J";

    private readonly IAnsiConsole _console;
    private (int Width, int Height) _size;
    private int _lines;

    public LiveFrame(IAnsiConsole console)
    {
        _console = console;
        AppDomain.CurrentDomain.ProcessExit += ShowCursor;
        Write(Hide);
    }

    /// <summary>Draws over what is there; what is too long for the terminal is left out.</summary>
    public void Draw(IRenderable content)
    {
        var size = (Width: _console.Profile.Width, Height: _console.Profile.Height);
        // A terminal that has just filled a line clears its last character: that one stays empty.
        string[] lines = _console.ToAnsi(new Padder(content, new Padding(0, 0, 1, 0))).TrimEnd('\n').Split('\n');
        var text = new StringBuilder();
        if (_lines > 0)
            text.Append(size == _size ? $"\e[{_lines}A\r" : ClearAll);
        (_size, _lines) = (size, Math.Clamp(size.Height - 1, 1, lines.Length));
        foreach (string line in lines.AsSpan(0, _lines))
            text.Append(line).Append(ClearRight).Append('\n');
        Write(text.Append(ClearBelow).ToString());
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= ShowCursor;
        Write($"\r{ClearBelow}{Show}");
    }

    private void ShowCursor(object? sender, EventArgs e) => Write(Show);

    private void Write(string text)
    {
        var output = _console.Profile.Out.Writer;
        output.Write(text);
        output.Flush();
    }
}
