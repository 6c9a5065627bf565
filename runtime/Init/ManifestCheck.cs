using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Runtime.Init;

/// <summary>Finds what makes a manifest impossible to build, before anything is built.</summary>
internal static class ManifestCheck
{
    private const int FirstGrantedSlot = 3;

    // Init holds one RECV and one SEND per task, in slots 1 to 95.
    internal const int MaximumTasks = (SlotTable.Capacity - 1) / 2;

    /// <exception cref="InvalidOperationException">With the task and slot at fault.</exception>
    internal static void Check(TaskManifest manifest)
    {
        Require(manifest.Tasks.Length <= MaximumTasks, $"more than {MaximumTasks} tasks");
        RequireUnique(manifest.Tasks.Select(task => task.Name), "task");
        RequireUnique(manifest.Tasks.SelectMany(task => task.Slots).OfType<ReceiveGrant>().Select(grant => grant.Endpoint), "receiver of endpoint");
        var endpoints = manifest.Tasks.SelectMany(task => task.Slots).OfType<ReceiveGrant>().Select(grant => grant.Endpoint).ToHashSet();
        foreach (var task in manifest.Tasks)
        {
            RequireUnique(task.Slots.Select(grant => grant.Slot), $"task {task.Name}: slot");
            foreach (var grant in task.Slots)
            {
                var place = $"task {task.Name}, slot {grant.Slot}";
                Require(grant.Slot is >= FirstGrantedSlot and < SlotTable.Capacity, $"{place}: slots go from {FirstGrantedSlot} to {SlotTable.Capacity - 1}");
                if (grant is SendGrant send)
                    Require(endpoints.Contains(send.Endpoint), $"{place}: no task receives from endpoint {send.Endpoint}");
                if (grant is ReceiveGrant receive)
                    Require(receive.Depth is >= 1 and <= IpcLimits.MaxQueueDepth, $"{place}: depth {receive.Depth}");
            }
        }
    }

    private static void RequireUnique<T>(IEnumerable<T> names, string what)
    {
        var seen = new HashSet<T>();
        foreach (var name in names)
            Require(seen.Add(name), $"{what} {name} twice");
    }

    private static void Require(bool holds, string complaint)
    {
        if (!holds)
            throw new InvalidOperationException($"The manifest cannot be built: {complaint}.");
    }
}
