using System.Globalization;
using System.Text;
using DSoftBus.Qemu.GuestTests;

namespace DSoftBus.Tests.Metal.Runner;

/// <summary>Writes result frames (<c>qemu/GuestTests/ResultFrame.cs</c>), each with a single write so that nothing of ours stands inside one.</summary>
/// <param name="output">The serial port; the caller closes it.</param>
public sealed class FrameWriter(Stream output)
{
    private const string Version = "1";

    private readonly Lock _gate = new();
    private int _sequence;

    public void Start(int total, Shard shard) => Write("start", Version, Text(total), Text(shard.Number), Text(shard.Count));

    public void Left(LeftOutTest test) => Write("left", test.Kind.ToString(), test.Name, test.Reason);

    public void Plan(int index, string name) => Write("plan", Text(index), name);

    public void Begin(int index) => Write("begin", Text(index));

    public void Pass(int index, TimeSpan duration) => Write("pass", Text(index), Nanoseconds(duration));

    public void Fail(int index, TimeSpan duration, Exception failure)
    {
        string message = failure.Message;
        string stack = failure.StackTrace ?? "";
        // What happened is at the end of the chain; every message on the way there is told.
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
            (message, stack) = ($"{message} <- {inner.GetType().FullName}: {inner.Message}", $"{inner.StackTrace}\n{stack}");
        Write("fail", Text(index), Nanoseconds(duration), failure.GetType().FullName ?? "?", message, stack);
    }

    public void Hang(int index, TimeSpan limit) => Write("hang", Text(index), Text((long)limit.TotalMilliseconds));

    public void End(int passed, int failed, TimeSpan duration) => Write("end", Text(passed), Text(failed), Nanoseconds(duration));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Nanoseconds(TimeSpan duration) => Text(duration.Ticks * (1_000_000_000 / TimeSpan.TicksPerSecond));

    private void Write(params ReadOnlySpan<string> fields)
    {
        lock (_gate)
        {
            output.Write(Encoding.ASCII.GetBytes(ResultFrame.Format(_sequence++, fields) + "\n"));
            output.Flush();
        }
    }
}
