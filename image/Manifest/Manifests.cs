using DSoftBus.Runtime.Init;

namespace DSoftBus.Image.Manifest;

/// <summary>The systems that this project builds: every task, slot, right and restart policy, in one place that a person can read.</summary>
/// <remarks>Guest, host and simulation run the same manifest. A golden file holds its printed form.</remarks>
public static class Manifests
{
    /// <summary>The task whose end is the end of a test run.</summary>
    public const string SelftestTask = "selftest";

    /// <summary>One node of the bus.</summary>
    public static TaskManifest Softbus { get; } = new(
        "softbus",
        new TaskEntry(SelftestTask, static task =>
        {
            task.Log.Marker("hello from managed code");
            return ValueTask.CompletedTask;
        }, RestartPolicy.Never));

    /// <summary>The manifest that the command line asks for.</summary>
    public static TaskManifest For(BootParameters boot)
    {
        ArgumentNullException.ThrowIfNull(boot);
        return Softbus;
    }
}
