using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using DSoftBus.Net.Wire;

namespace DSoftBus.Qemu.Forward;

/// <summary>A port of the guest that is reached through a port of this host.</summary>
/// <param name="Listen">Where this host listens: a loopback address; port 0 takes a free one.</param>
/// <param name="Guest">Address of the guest on the cable.</param>
/// <param name="GuestPort">Not 0.</param>
public sealed record Publication(IPEndPoint Listen, Ipv4Address Guest, ushort GuestPort)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Listen} to {Guest}:{GuestPort}");

    /// <summary>Reads <c>[ADDRESS:]PORT=GUEST:PORT</c>.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? TryParse(string text, out Publication? publication)
    {
        publication = null;
        if (text.Split('=') is not [var listen, var target] || target.Split(':') is not [var guest, var port])
            return $"'{text}' is not [ADDRESS:]PORT=GUEST:PORT.";
        if (!Ipv4Address.TryParse(guest, out Ipv4Address address) || !address.IsUsableHost)
            return $"'{guest}' in '{text}' is not the IPv4 address of a guest.";
        return TryBuild(text, listen, address, port, out publication);
    }

    /// <summary>Reads <c>[ADDRESS:]PORT:GUESTPORT</c>, for the one guest at <paramref name="guest"/>.</summary>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? TryParse(string text, Ipv4Address guest, out Publication? publication)
    {
        publication = null;
        int colon = text.LastIndexOf(':');
        return colon < 0 ? $"'{text}' is not [ADDRESS:]PORT:GUESTPORT." : TryBuild(text, text[..colon], guest, text[(colon + 1)..], out publication);
    }

    private static string? TryBuild(string text, string listen, Ipv4Address guest, string guestPort, out Publication? publication)
    {
        publication = null;
        if (!TryPort(guestPort, out ushort target) || target == 0)
            return $"'{guestPort}' in '{text}' is no port of a guest; there are 1 to 65535.";
        int colon = listen.LastIndexOf(':');
        if (!TryPort(listen[(colon + 1)..], out ushort port))
            return $"'{listen[(colon + 1)..]}' in '{text}' is no port; there are 1 to 65535, and 0 for any that is free.";
        IPAddress? address = IPAddress.Loopback;
        if (colon >= 0 && !TryLoopback(listen[..colon], out address))
            return $"'{listen[..colon]}' in '{text}' is no loopback address: guests are published to this host only, on 127.0.0.0/8.";
        publication = new Publication(new IPEndPoint(address, port), guest, target);
        return null;
    }

    private static bool TryLoopback(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = Ipv4Address.TryParse(text, out _) ? IPAddress.Parse(text) : null;
        return address is not null && IPAddress.IsLoopback(address);
    }

    private static bool TryPort(string text, out ushort port) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);
}
