using System.Text;

namespace DSoftBus.Runtime.Ipc;

/// <summary>Who sent a message, written by the kernel: FNV-1a 64 of the service's name in UTF-8.</summary>
public readonly record struct ServiceId(ulong Value)
{
    // FNV-1a, 64 bit: offset basis and prime (spec/netstackd-ipc.md section 6).
    private const ulong OffsetBasis = 0xcbf2_9ce4_8422_2325;
    private const ulong Prime = 0x0000_0100_0000_01b3;

    public static ServiceId Of(string name)
    {
        var hash = OffsetBasis;
        foreach (var part in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ part) * Prime;
        return new ServiceId(hash);
    }

    public override string ToString() => Value.ToString("x16");
}
