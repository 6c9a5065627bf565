using DSoftBus.Net.Stack;
using DSoftBus.Net.Tcp;

namespace DSoftBus.Qemu.Tap;

/// <summary>All counters of a node as one list.</summary>
internal static class TapStatistics
{
    /// <summary>Those that are not zero: <c>device.FramesReceived</c>, <c>LinkReceived</c>, <c>tcp.SegmentsReceived</c>, <c>tcp.drop.OutsideWindow</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, long>> Of(TapDevice device, NetStack stack, TcpLayer tcp)
    {
        var all = new List<KeyValuePair<string, long>>();
        foreach (TapCounter counter in Enum.GetValues<TapCounter>())
            Add(all, $"device.{counter}", device.Counters[counter]);
        foreach (NetCounter counter in Enum.GetValues<NetCounter>())
            Add(all, counter.ToString(), (long)stack.Counters[counter]);
        foreach (TcpCounter counter in Enum.GetValues<TcpCounter>().Where(each => each != TcpCounter.DropReasons))
            Add(all, $"tcp.{counter}", tcp.Counters[counter]);
        foreach (TcpDropReason reason in Enum.GetValues<TcpDropReason>().Where(each => each != TcpDropReason.None))
            Add(all, $"tcp.drop.{reason}", tcp.Counters[reason]);
        return all;
    }

    private static void Add(List<KeyValuePair<string, long>> all, string name, long value)
    {
        if (value != 0)
            all.Add(KeyValuePair.Create(name, value));
    }
}
