using System.Reflection;
using DSoftBus.Drivers.VirtioNet;
using Xunit.Sdk;

namespace DSoftBus.Tests.Drivers.VirtioNet;

/// <summary>Runs a test once for each of the feature sets that a device may offer; they come first, then <paramref name="arguments"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FeatureMatrixAttribute(params object[] arguments) : DataAttribute
{
    /// <summary>Nothing, each thing of the rings and of the headers alone, everything, and everything but one.</summary>
    public static VirtioNetFeature[] Sets { get; } =
    [
        VirtioNetFeature.None,
        VirtioNetFeature.EventIndex,
        VirtioNetFeature.IndirectDescriptors,
        VirtioNetFeature.MergeableBuffers,
        VirtioNetFeature.Checksum | VirtioNetFeature.GuestChecksum,
        VirtioNetFeature.All & ~VirtioNetFeature.EventIndex,
        VirtioNetFeature.All & ~VirtioNetFeature.IndirectDescriptors,
        VirtioNetFeature.All & ~VirtioNetFeature.MergeableBuffers,
        VirtioNetFeature.All,
    ];

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Sets.Select(set => (object[])[set, .. arguments]);
}
