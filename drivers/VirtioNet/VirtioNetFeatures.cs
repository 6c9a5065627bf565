using DSoftBus.Runtime.Devices;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>What hangs together in the features of a network device, and the names by which a person speaks of them.</summary>
public static class VirtioNetFeatures
{
    /// <summary>In the order of their bits, as they are printed.</summary>
    private static readonly (string Name, VirtioNetFeature Feature)[] Names =
    [
        ("csum", VirtioNetFeature.Checksum),
        ("guest-csum", VirtioNetFeature.GuestChecksum),
        ("mtu", VirtioNetFeature.Mtu),
        ("mac", VirtioNetFeature.Mac),
        ("guest-tso4", VirtioNetFeature.GuestSegmentation),
        ("tso4", VirtioNetFeature.Segmentation),
        ("mergeable", VirtioNetFeature.MergeableBuffers),
        ("indirect", VirtioNetFeature.IndirectDescriptors),
        ("event-index", VirtioNetFeature.EventIndex),
    ];

    /// <summary>The names that <see cref="TryParse"/> knows, with commas: what can be taken or left.</summary>
    public static string KnownNames => string.Join(',', Names.Where(pair => (pair.Feature & VirtioNetFeature.All) != 0).Select(pair => pair.Name));

    /// <summary>Names with blanks between them; bits that have no name here are left out.</summary>
    public static string ToText(VirtioNetFeature features) =>
        string.Join(' ', Names.Where(pair => (features & pair.Feature) != 0).Select(pair => pair.Name));

    /// <summary>Reads a list of names with commas between them.</summary>
    /// <param name="text">The list; empty names are passed over.</param>
    /// <param name="features">All that are named, when every name is known; else none.</param>
    /// <param name="unknown">The first name that is not known, or null.</param>
    public static bool TryParse(string text, out VirtioNetFeature features, out string? unknown)
    {
        features = VirtioNetFeature.None;
        foreach (string name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            VirtioNetFeature feature = Array.Find(Names, pair => pair.Name == name).Feature & VirtioNetFeature.All;
            if (feature == VirtioNetFeature.None)
            {
                features = VirtioNetFeature.None;
                unknown = name;
                return false;
            }

            features |= feature;
        }

        unknown = null;
        return true;
    }

    /// <summary>What of <paramref name="features"/> may be taken together (virtio 1.2 section 5.1.3.1): a feature goes when one that it needs is missing.</summary>
    public static VirtioNetFeature WithoutOrphans(VirtioNetFeature features)
    {
        if ((features & VirtioNetFeature.Checksum) == 0)
            features &= ~VirtioNetFeature.Segmentation;
        // Section 5.1.6.3.1: without merging each receive buffer would have to hold a whole frame of 64 KiB; ours hold 2 KiB.
        if ((features & VirtioNetFeature.GuestChecksum) == 0 || (features & VirtioNetFeature.MergeableBuffers) == 0)
            features &= ~VirtioNetFeature.GuestSegmentation;
        return features;
    }

    /// <summary>What the stack is told of the negotiated <paramref name="features"/>.</summary>
    public static NetDeviceFeatures ToDevice(VirtioNetFeature features) =>
        Part(features, VirtioNetFeature.Checksum, NetDeviceFeatures.TransmitChecksum)
        | Part(features, VirtioNetFeature.GuestChecksum, NetDeviceFeatures.ReceiveChecksum)
        | Part(features, VirtioNetFeature.Segmentation, NetDeviceFeatures.TransmitSegmentation)
        | Part(features, VirtioNetFeature.GuestSegmentation, NetDeviceFeatures.ReceiveCoalescing);

    private static NetDeviceFeatures Part(VirtioNetFeature features, VirtioNetFeature feature, NetDeviceFeatures part) =>
        (features & feature) != 0 ? part : NetDeviceFeatures.None;
}
