using System.Text.Json.Nodes;
using DSoftBus.Qemu.Forward;
using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Running;

/// <summary>One JSON object per line: <c>forwarding</c>, <c>line</c>, <c>host</c>, and at last <c>ended</c> or <c>failed</c>.</summary>
internal sealed class JsonRunOutput(TextWriter output) : IRunOutput
{
    private readonly Lock _gate = new();

    public void Forwarding(Publication publication) => Write(ForwardEvents.Forwarding(publication));

    public void Line(string text) => Write(new JsonObject { ["event"] = "line", ["text"] = text });

    public void HostLine(string text) => Write(new JsonObject { ["event"] = "host", ["text"] = text });

    public void Ended(GuestExit exit, int status) => Write(new JsonObject
    {
        ["event"] = "ended",
        ["kind"] = exit.Kind.ToString(),
        ["detail"] = exit.Detail,
        ["status"] = status,
    });

    public void Failed(string message) => Write(new JsonObject { ["event"] = "failed", ["message"] = message });

    private void Write(JsonObject line)
    {
        lock (_gate)
            output.WriteLine(line.ToJsonString());
    }
}
