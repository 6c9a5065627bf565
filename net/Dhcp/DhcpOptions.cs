using System.Collections.Immutable;
using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Dhcp;

/// <summary>How an interface gets its address.</summary>
public sealed record DhcpOptions
{
    /// <summary>When the first DISCOVER messages leave, after the start. Later ones follow RFC 2131 section 4.1: 4 s, doubled up to 64 s.</summary>
    public ImmutableArray<TimeSpan> Schedule { get; init; } =
        [TimeSpan.Zero, TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(400)];

    /// <summary>When the static address is taken instead, after the start; zero: no DHCP at all; null: DHCP for ever.</summary>
    public TimeSpan? FallbackAfter { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>The static address; null: <see cref="FallbackFor"/> of the device's address. It has no gateway.</summary>
    public Ipv4Network? Fallback { get; init; }

    /// <summary>Until DISCOVER after a refusal by the server, so that a confused server is not flooded.</summary>
    public TimeSpan RestartDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Until DISCOVER after the leased address was found to be another host's (RFC 2131 section 3.1: at least ten seconds).</summary>
    public TimeSpan DeclineDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>10.42.0.H/24, H the last byte of the hardware address, 1 for 0 and 254 for 255, which would be the broadcast address.</summary>
    public static Ipv4Network FallbackFor(byte lastHardwareByte)
    {
        byte host = lastHardwareByte switch { 0 => 1, 255 => 254, _ => lastHardwareByte };
        return new Ipv4Network(new Ipv4Address(10, 42, 0, host), 24);
    }
}
