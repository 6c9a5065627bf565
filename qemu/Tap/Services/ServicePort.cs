using System.Globalization;

namespace DSoftBus.Qemu.Tap.Services;

/// <summary>A service and the TCP port that it listens on.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Port">Not 0.</param>
public sealed record ServicePort(ServiceKind Kind, ushort Port)
{
    /// <summary>The word for all services at their usual ports.</summary>
    public const string All = "bench";

    /// <summary>What a command line may say.</summary>
    public static string Words => $"{All}, or one of {string.Join(", ", Enum.GetNames<ServiceKind>()).ToLowerInvariant()}, with a port or without: echo, echo:7";

    /// <summary>Reads <c>bench</c>, <c>echo</c> or <c>echo:7</c>.</summary>
    /// <returns>False when <paramref name="text"/> is something else.</returns>
    public static bool TryParse(string text, out IReadOnlyList<ServicePort> services)
    {
        services = [];
        if (text == All)
        {
            services = [.. Enum.GetValues<ServiceKind>().Select(each => new ServicePort(each, (ushort)each))];
            return true;
        }

        string[] parts = text.Split(':');
        ServiceKind? kind = Enum.GetValues<ServiceKind>().Cast<ServiceKind?>().FirstOrDefault(each => string.Equals(parts[0], each!.Value.ToString(), StringComparison.OrdinalIgnoreCase));
        ushort port = (ushort)(kind ?? 0);
        if (kind is null || parts.Length > 2 || (parts.Length == 2 && !ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port)) || port == 0)
            return false;
        services = [new ServicePort(kind.Value, port)];
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()}:{Port}");
}
