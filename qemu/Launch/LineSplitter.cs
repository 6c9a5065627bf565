using System.Text;

namespace DSoftBus.Qemu.Launch;

/// <summary>Cuts a byte stream into text lines. Bounded: a longer line is cut, the rest of it dropped.</summary>
/// <remarks>Bytes outside printable ASCII become '.', so that a broken guest cannot steer the reader's terminal; a tab becomes a space.</remarks>
public sealed class LineSplitter(Action<string> onLine)
{
    /// <summary>Longest line in bytes.</summary>
    public const int MaximumLine = 4096;

    private readonly StringBuilder _line = new();

    /// <summary>Takes bytes in the order of the stream; calls back once per finished line, without its end mark.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b == '\n')
                Flush();
            else if (b != '\r' && _line.Length < MaximumLine)
                _line.Append(b is >= 0x20 and < 0x7f ? (char)b : b == '\t' ? ' ' : '.');
        }
    }

    /// <summary>The stream ended: an unfinished line counts as a line.</summary>
    public void Complete()
    {
        if (_line.Length > 0)
            Flush();
    }

    private void Flush()
    {
        string line = _line.ToString();
        _line.Clear();
        onLine(line);
    }
}
