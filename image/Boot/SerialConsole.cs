using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Image.Boot;

/// <summary>Whole lines to the machine's serial line. Marker lines come through here, unchanged.</summary>
/// <remarks>Bytes outside printable ASCII become <c>?</c>, so no peer can forge a line through a name that it chose. Thread-safe per line.</remarks>
internal sealed class SerialConsole : IMarkerSink
{
    /// <summary>Longest line in bytes; the rest is cut off.</summary>
    private const int LongestLine = 512;

    private readonly byte[] _buffer = new byte[LongestLine + 1];
    private readonly Lock _gate = new();

    /// <summary>Told of every marker, after it was printed.</summary>
    public Action<string>? OnMarker { get; set; }

    public void Line(string task, string line)
    {
        WriteLine(line);
        OnMarker?.Invoke(line);
    }

    public void WriteLine(string line)
    {
        lock (_gate)
        {
            int length = Math.Min(line.Length, LongestLine);
            for (int i = 0; i < length; i++)
                _buffer[i] = line[i] is >= ' ' and <= '~' ? (byte)line[i] : (byte)'?';
            _buffer[length] = (byte)'\n';
            GuestKernel.WriteConsole(_buffer.AsSpan(0, length + 1));
        }
    }

    /// <summary>Prints an exception with its stack, every line marked as init's.</summary>
    public void Report(string what, Exception exception)
    {
        WriteLine($"init: {what}: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
        foreach (ReadOnlySpan<char> line in exception.ToString().AsSpan().EnumerateLines())
            WriteLine($"init:   {line}");
    }
}
