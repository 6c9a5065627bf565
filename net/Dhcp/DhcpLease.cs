using DSoftBus.Net.Wire;

namespace DSoftBus.Net.Dhcp;

/// <summary>What a server leased, with times counted from the request (RFC 2131 section 4.4.1).</summary>
/// <param name="Network">Own address and prefix.</param>
/// <param name="Gateway">First router of the list.</param>
/// <param name="Resolver">First resolver of the list.</param>
/// <param name="Server">Who leased it.</param>
/// <param name="Renewal">T1.</param>
/// <param name="Rebinding">T2.</param>
/// <param name="Duration">Until it ends; <see cref="TimeSpan.MaxValue"/>: it does not.</param>
public readonly record struct DhcpLease(
    Ipv4Network Network,
    Ipv4Address? Gateway,
    Ipv4Address? Resolver,
    Ipv4Address Server,
    TimeSpan Renewal,
    TimeSpan Rebinding,
    TimeSpan Duration)
{
    private const uint Infinite = uint.MaxValue; // RFC 2131 section 3.3

    /// <summary>Second resolver of the list.</summary>
    public Ipv4Address? AlternateResolver { get; init; }

    /// <summary>Reads an acknowledgment. False: no usable address, mask, server or lease time.</summary>
    public static bool TryFrom(DhcpView view, Ipv4Address? knownServer, out DhcpLease lease)
    {
        lease = default;
        var server = view.Word(DhcpOption.ServerIdentifier) is { } id ? new Ipv4Address(id) : knownServer;
        if (server is not { IsUsableHost: true } from || view.Word(DhcpOption.LeaseTime) is not { } seconds || seconds == 0
            || view.Word(DhcpOption.SubnetMask) is not { } mask || !Ipv4Network.TryPrefixLength(mask, out int prefix) || prefix is 0 or 32)
        {
            return false;
        }

        var network = new Ipv4Network(view.YourAddress, prefix);
        if (!network.Address.IsUsableHost || network.IsBroadcast(network.Address))
            return false;
        var gateway = Host(view.Word(DhcpOption.Router));
        if (gateway is { } router && (!network.Contains(router) || router == network.Address))
            gateway = null;
        var (renewal, rebinding, duration) = Times(seconds, view.Word(DhcpOption.RenewalTime), view.Word(DhcpOption.RebindingTime));
        lease = new DhcpLease(network, gateway, Host(view.Word(DhcpOption.DomainNameServer)), from, renewal, rebinding, duration)
        {
            AlternateResolver = Host(view.Word(DhcpOption.DomainNameServer, 1)),
        };
        return true;
    }

    /// <summary>RFC 2131 section 4.4.5: half and seven eighths of the lease unless the server says otherwise and in order.</summary>
    private static (TimeSpan Renewal, TimeSpan Rebinding, TimeSpan Duration) Times(uint seconds, uint? renewal, uint? rebinding)
    {
        if (seconds == Infinite)
            return (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
        double t1 = renewal ?? seconds * 0.5, t2 = rebinding ?? seconds * 0.875;
        if (t1 <= 0 || t1 >= t2 || t2 >= seconds)
            (t1, t2) = (seconds * 0.5, seconds * 0.875);
        return (TimeSpan.FromSeconds(t1), TimeSpan.FromSeconds(t2), TimeSpan.FromSeconds(seconds));
    }

    private static Ipv4Address? Host(uint? word) => word is { } value && new Ipv4Address(value).IsUsableHost ? new Ipv4Address(value) : null;
}
