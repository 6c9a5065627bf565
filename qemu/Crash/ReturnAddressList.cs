using System.Globalization;

namespace DSoftBus.Qemu.Crash;

/// <summary>The shim's list of return addresses: words of 16 digits, and <c>{3*250}</c> where the last three come 250 times more.</summary>
internal static class ReturnAddressList
{
    /// <summary>Adds the addresses of one line to <paramref name="addresses"/>, which never grows beyond <paramref name="limit"/>.</summary>
    public static void Read(string text, List<ulong> addresses, int limit)
    {
        foreach (string item in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (TryRepetition(item, out int period, out int times))
            {
                for (long left = (long)period * times; left > 0 && period <= addresses.Count && addresses.Count < limit; left--)
                    addresses.Add(addresses[^period]);
            }
            else if (addresses.Count < limit && item.Length == 16 && ulong.TryParse(item, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
            {
                addresses.Add(address);
            }
        }
    }

    private static bool TryRepetition(string item, out int period, out int times)
    {
        period = times = 0;
        if (!item.StartsWith('{') || !item.EndsWith('}'))
            return false;
        string[] parts = item[1..^1].Split('*');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out period) && period > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out times);
    }
}
