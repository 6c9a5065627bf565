namespace DSoftBus.Runtime.Init;

/// <summary>The manifest as text, for people and for a snapshot test.</summary>
public static class ManifestPrinter
{
    public static IEnumerable<string> Print(TaskManifest manifest)
    {
        yield return $"manifest: {manifest.Name}";
        foreach (var task in manifest.Tasks)
        {
            yield return $"manifest: task {task.Name} service={task.ServiceName ?? task.Name} restart={task.Restart} seed+{task.SeedOffset}";
            foreach (var grant in task.Slots.OrderBy(grant => grant.Slot))
                yield return $"manifest:   {grant.Slot,2} {Describe(grant)}";
        }
    }

    private static string Describe(SlotGrant grant) => grant switch
    {
        ReceiveGrant receive => $"RECV {receive.Endpoint} depth={receive.Depth}",
        SendGrant send => $"SEND {send.Endpoint}",
        DeviceGrant device => $"DEVICE {device.Kind}",
        _ => throw new InvalidOperationException($"Unknown grant {grant}."),
    };
}
