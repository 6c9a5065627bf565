using System.Text.Json.Nodes;

namespace DSoftBus.Qemu.Forward;

/// <summary>The JSON of what a forwarding command says, one object per line.</summary>
internal static class ForwardEvents
{
    public static JsonObject Forwarding(Publication publication) => new()
    {
        ["event"] = "forwarding",
        ["listen"] = publication.Listen.ToString(),
        ["guest"] = $"{publication.Guest}:{publication.GuestPort}",
    };

    public static JsonObject Ended(ForwardNode node) => new() { ["event"] = "ended", ["forwarded"] = node.Forwarded, ["refused"] = node.Refused };
}
