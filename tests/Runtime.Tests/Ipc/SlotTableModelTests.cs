using CsCheck;
using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Tests.Runtime.Ipc;

/// <summary>The slot table against a dictionary: random clones, closes and moves to oneself.</summary>
public class SlotTableModelTests
{
    private enum Kind
    {
        Clone,
        Shrink,
        Close,
        Send,
        Receive,
    }

    [Fact]
    public void Behaves_like_a_dictionary_of_rights() =>
        Gen.Select(Gen.Enum<Kind>(), Gen.Int[-1, 12], Gen.Int[0, 15]).List[0, 300].Sample(operations =>
        {
            var bench = new IpcBench();
            var endpoint = bench.Endpoint(depth: 4);
            var table = bench.Table();
            var model = new SortedDictionary<int, Rights> { [1] = Rights.Send | Rights.Receive, [2] = Rights.Send | Rights.Receive };
            var inFlight = new Queue<Rights>();
            foreach (var (slot, rights) in model)
                table.Place(slot, new Capability(endpoint, rights, 0));
            foreach (var (kind, slot, bits) in operations)
                Apply(kind, slot, (Rights)bits, table, model, inFlight);
            return table.Used == model.Count
                && Enumerable.Range(-1, 100).All(slot => table.RightsOf(slot) == model.GetValueOrDefault(slot))
                && endpoint.SenderCount == model.Values.Concat(inFlight).Count(rights => rights.HasFlag(Rights.Send));
        });

    private static void Apply(Kind kind, int slot, Rights rights, SlotTable table, SortedDictionary<int, Rights> model, Queue<Rights> inFlight)
    {
        var held = model.TryGetValue(slot, out var own);
        var missing = slot is < 1 ? IpcStatus.InvalidArgument : IpcStatus.NoSuchEndpoint;
        var free = Enumerable.Range(1, 95).FirstOrDefault(free => !model.ContainsKey(free));
        switch (kind)
        {
            case Kind.Clone:
                Check(held ? free == 0 ? IpcStatus.NoSpace : IpcStatus.Ok : missing, table.Clone(slot, out var clone));
                if (held && free != 0)
                    model[clone] = own;
                break;
            case Kind.Shrink:
                var expected = !held ? missing
                    : rights is Rights.None ? IpcStatus.InvalidArgument
                    : (rights & ~own) != 0 ? IpcStatus.PermissionDenied
                    : free == 0 ? IpcStatus.NoSpace : IpcStatus.Ok;
                Check(expected, table.Clone(slot, rights, out var shrunk));
                if (expected is IpcStatus.Ok)
                {
                    Check(free, shrunk);
                    model[free] = rights;
                }

                break;
            case Kind.Close:
                // Slots 1 and 2 stay, so that there is always a way to send and receive.
                if (slot is 1 or 2)
                    break;
                Check(held ? IpcStatus.Ok : missing, table.Close(slot));
                model.Remove(slot);
                break;
            case Kind.Send:
                if (slot is 1 or 2)
                    break;
                var status = slot != 0 && !held ? IpcStatus.InvalidArgument : inFlight.Count == 4 ? IpcStatus.WouldBlock : IpcStatus.Ok;
                Check(status, new Sender(table, 1).TrySend([1], moveSlot: slot));
                if (status is IpcStatus.Ok)
                {
                    inFlight.Enqueue(own);
                    model.Remove(slot);
                }

                break;
            default:
                var received = inFlight.Count == 0 ? IpcStatus.WouldBlock : inFlight.Peek() is not Rights.None && free == 0 ? IpcStatus.NoSpace : IpcStatus.Ok;
                Check(received, new Receiver(table, 2).TryReceive(out var message));
                if (received is IpcStatus.Ok && inFlight.Dequeue() is var moved && moved is not Rights.None)
                    model[message.TakeMovedSlot()] = moved;
                message.Dispose();
                break;
        }
    }

    private static void Check<T>(T expected, T actual) => Assert.Equal(expected, actual);
}
