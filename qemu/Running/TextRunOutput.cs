using DSoftBus.Qemu.Forward;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Running;

/// <summary>The guest's words alone on standard output, everything else on standard error.</summary>
internal sealed class TextRunOutput(TextWriter output, TextWriter error) : IRunOutput
{
    private readonly Lock _gate = new();

    public void Forwarding(Publication publication) => Write(error, $"softbus: forwarding {publication}");

    public void Line(string text) => Write(output, text);

    public void HostLine(string text) => Write(error, $"qemu: {text}");

    public void Ended(GuestExit exit, int status)
    {
        if (!exit.IsSuccess)
            Write(error, $"softbus: {GuestRun.Describe(exit)}");
    }

    public void Failed(string message) => Write(error, $"error: {message}");

    private void Write(TextWriter writer, string line)
    {
        lock (_gate)
            writer.WriteLine(line);
    }
}
