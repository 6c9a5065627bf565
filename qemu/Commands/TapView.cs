using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DSoftBus.Qemu.Tap;

namespace DSoftBus.Qemu.Commands;

/// <summary>What <c>softbus tap</c> says: text, or one JSON object per line.</summary>
internal sealed class TapView(InvocationConfiguration configuration, bool json)
{
    public void Ready(TapDevice device, TapNode node)
    {
        string address = node.Interface.Network.ToString();
        string features = device.Features.ToString();
        if (json)
            Print(new JsonObject { ["event"] = "ready", ["device"] = device.Name, ["address"] = address, ["hardware"] = device.Address.ToString(), ["mtu"] = device.Mtu, ["features"] = features });
        else
            configuration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ready {address} on {device.Name}, {device.Address}, MTU {device.Mtu}, offloads: {features}"));
        configuration.Output.Flush();
    }

    public void Ended(TapNode node)
    {
        IReadOnlyList<KeyValuePair<string, long>> counters = node.Counters();
        if (json)
        {
            Print(new JsonObject { ["event"] = "ended", ["accepted"] = node.Accepted, ["counters"] = new JsonObject(counters.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value))) });
            return;
        }

        foreach ((string name, long value) in counters)
            configuration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value,16:N0}  {name}"));
        configuration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ended, {node.Accepted} connections accepted"));
    }

    /// <returns><paramref name="status"/>.</returns>
    public int Failed(string code, string message, int status)
    {
        if (json)
            Print(new JsonObject { ["event"] = "failed", ["code"] = code, ["message"] = message });
        configuration.Error.WriteLine($"error: {message}");
        return status;
    }

    private void Print(JsonObject line) => configuration.Output.WriteLine(line.ToJsonString());
}
