using System.Text;

namespace DSoftBus.Qemu.Harness;

/// <summary>Text lines of one guest on their way to a file. Bounded: at <see cref="MaximumBytes"/> the file says so and ends.</summary>
/// <remarks>One thread writes; every line is in the file when <see cref="Append"/> returns.</remarks>
public sealed class UartLog(string path) : IDisposable
{
    /// <summary>Largest log: 16 MiB.</summary>
    public const long MaximumBytes = 16 << 20;

    private readonly StreamWriter _file = new(path, append: false, Encoding.ASCII) { AutoFlush = true, NewLine = "\n" };
    private long _written;

    /// <summary>Lines so far.</summary>
    public int Lines { get; private set; }

    public void Append(string line)
    {
        Lines++;
        if (_written > MaximumBytes)
            return;
        _written += line.Length + 1;
        _file.WriteLine(_written > MaximumBytes ? "[harness: the log has reached its bound of 16 MiB]" : line);
    }

    public void Dispose() => _file.Dispose();
}
