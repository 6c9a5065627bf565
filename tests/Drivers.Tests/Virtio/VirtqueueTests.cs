using CsCheck;
using DSoftBus.Drivers.Virtio;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.Virtio;

public class VirtqueueTests
{
    [Theory]
    [InlineData(0, QueueDirection.DeviceWrites)]
    [InlineData(12, QueueDirection.DeviceReads)]
    public void SeventyThousandBuffersGoRoundTheRing(int headerLength, QueueDirection direction)
    {
        var (queue, device) = NewPair(16, headerLength, direction);
        var addressBySlot = new ulong[queue.SlotCount];
        int posted = 0, completed = 0;
        while (completed < 70_000)
        {
            while (queue.TryPost(0x1000UL + (ulong)posted, 100 + (posted % 50), out int slot))
                addressBySlot[slot] = 0x1000UL + (ulong)posted++;
            Assert.True(queue.IsFull);
            Assert.True(queue.Publish());
            // Return all but one of them in another order than they came.
            var chains = new List<(ushort Head, ulong Address)>();
            while (device.TryPop(out ushort head, out var chain))
            {
                Assert.Equal(headerLength == 0 ? 1 : 2, chain.Count);
                Assert.All(chain, part => Assert.Equal(direction == QueueDirection.DeviceWrites, part.DeviceWrites));
                if (headerLength != 0)
                    Assert.Equal(headerLength, chain[0].Length);
                chains.Add((head, chain[^1].Address));
            }

            chains.Reverse();
            foreach (var (head, address) in chains)
            {
                device.Push(head, (uint)(completed % 100));
                Assert.True(queue.HasCompleted);
                Assert.Equal(UsedStatus.Completed, queue.TryComplete(out int slot, out int length));
                Assert.Equal(address, addressBySlot[slot]);
                Assert.Equal(direction == QueueDirection.DeviceWrites ? completed % 100 : 0, length);
                completed++;
            }
        }

        Assert.Equal(0, queue.InFlight);
        Assert.False(queue.HasCompleted);
    }

    [Fact]
    public void AFullRingRefusesAndAfterAReturnAccepts()
    {
        var (queue, device) = NewPair(4, 12, QueueDirection.DeviceReads);
        Assert.Equal(2, queue.SlotCount);
        Assert.True(queue.TryPost(1, 1, out _));
        Assert.True(queue.TryPost(2, 1, out _));
        Assert.False(queue.TryPost(3, 1, out _));
        queue.Publish();
        Assert.True(device.TryPop(out ushort head, out _));
        device.Push(head, 0);
        Assert.Equal(UsedStatus.Completed, queue.TryComplete(out _, out _));
        Assert.True(queue.TryPost(3, 1, out _));
        Assert.False(queue.TryPost(4, 1, out _));
    }

    [Fact]
    public void TheDeviceSeesNothingBeforePublish()
    {
        var (queue, device) = NewPair(8, 0, QueueDirection.DeviceReads);
        queue.TryPost(1, 1, out _);
        Assert.Equal(0, device.Available);
        Assert.True(queue.Publish());
        Assert.Equal(1, device.Available);
        Assert.False(queue.Publish());
    }

    [Fact]
    public void ADeviceThatRefusesNotificationsIsNotNotified()
    {
        var (queue, device) = NewPair(8, 0, QueueDirection.DeviceReads);
        device.RefuseNotifications(true);
        queue.TryPost(1, 1, out _);
        Assert.False(queue.Publish());
        device.RefuseNotifications(false);
        queue.TryPost(1, 1, out _);
        Assert.True(queue.Publish());
    }

    [Theory]
    [InlineData(8u)]            // beyond the table
    [InlineData(0xFFFF_FFFFu)]
    [InlineData(1u)]            // the middle of a chain
    [InlineData(4u)]            // a slot that the device does not have
    public void AnIdentifierNeverGivenIsCorruptAndStaysSo(uint id)
    {
        var (queue, device) = NewPair(8, 12, QueueDirection.DeviceReads);
        queue.TryPost(0x1000, 60, out int slot);
        queue.Publish();
        Assert.Equal(0, slot);
        device.Push(id, 0);
        Assert.Equal(UsedStatus.Corrupt, queue.TryComplete(out _, out _));
        Assert.True(queue.IsCorrupt);
        device.Push(0, 0);
        Assert.Equal(UsedStatus.Corrupt, queue.TryComplete(out _, out _));
        Assert.Equal(1, queue.InFlight);
    }

    [Fact]
    public void AnIdentifierReturnedTwiceIsCorrupt()
    {
        var (queue, device) = NewPair(8, 0, QueueDirection.DeviceWrites);
        queue.TryPost(0x1000, 60, out _);
        queue.TryPost(0x2000, 60, out _);
        queue.Publish();
        device.Push(0, 60);
        device.Push(0, 60);
        Assert.Equal(UsedStatus.Completed, queue.TryComplete(out _, out _));
        Assert.Equal(UsedStatus.Corrupt, queue.TryComplete(out _, out _));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0x8000)]
    [InlineData(0xFFFF)]
    public void AUsedIndexBeyondWhatIsInFlightIsCorrupt(int index)
    {
        var (queue, device) = NewPair(8, 0, QueueDirection.DeviceWrites);
        queue.TryPost(0x1000, 60, out _);
        queue.TryPost(0x2000, 60, out _);
        queue.Publish();
        device.ForgeUsedIndex((ushort)index);
        Assert.Equal(UsedStatus.Corrupt, queue.TryComplete(out _, out _));
    }

    [Theory]
    [InlineData(60u, UsedStatus.Completed, 60)]
    [InlineData(61u, UsedStatus.BadLength, 0)]
    [InlineData(0xFFFF_FFFFu, UsedStatus.BadLength, 0)]
    public void ALengthBeyondTheBufferIsReportedAndTheSlotIsFree(uint claimed, UsedStatus expected, int length)
    {
        var (queue, device) = NewPair(8, 0, QueueDirection.DeviceWrites);
        queue.TryPost(0x1000, 60, out int posted);
        queue.Publish();
        device.Push(0, claimed);
        Assert.Equal(expected, queue.TryComplete(out int slot, out int written));
        Assert.Equal((posted, length, 0), (slot, written, queue.InFlight));
    }

    [Fact]
    public void AnyUsedRingGivesAnAnswerAndNeverMoreSlotsThanWerePosted() =>
        Gen.Select(Gen.UShort, Gen.Select(Gen.UInt[0, 20], Gen.UInt).Array[8], Gen.Int[0, 8]).Sample((index, elements, posts) =>
        {
            var (queue, device) = NewPair(8, 0, QueueDirection.DeviceWrites);
            for (int i = 0; i < posts; i++)
                queue.TryPost(0x1000, 60, out _);
            queue.Publish();
            foreach (var (id, length) in elements)
                device.Push(id, length);
            device.ForgeUsedIndex(index);
            var seen = new HashSet<int>();
            while (queue.TryComplete(out int slot, out int length) is UsedStatus.Completed or UsedStatus.BadLength)
            {
                Assert.True(seen.Add(slot));
                Assert.InRange(length, 0, 60);
            }

            Assert.Equal(posts - seen.Count, queue.InFlight);
        });

    [Fact]
    public void InterruptsAreAWishInTheAvailableRing()
    {
        var (queue, device) = NewPair(8, 0, QueueDirection.DeviceWrites);
        queue.EnableInterrupts(false);
        Assert.False(device.DriverWantsInterrupts);
        queue.EnableInterrupts(true);
        Assert.True(device.DriverWantsInterrupts);
    }

    [Fact]
    public void ALayoutNeverOverlaps()
    {
        for (int size = 2; size <= QueueLayout.MaximumSize; size *= 2)
        {
            var layout = new QueueLayout(size, headerLength: 12, offset: 4096);
            Assert.True(layout.AvailableOffset >= layout.DescriptorOffset + (16 * size));
            Assert.True(layout.UsedOffset >= layout.AvailableOffset + 6 + (2 * size));
            Assert.True(layout.HeaderOffset >= layout.UsedOffset + 6 + (8 * size));
            Assert.True(layout.End >= layout.HeaderOffset + (size / 2 * 12));
        }
    }

    private static (Virtqueue Queue, ModelQueue Device) NewPair(int size, int headerLength, QueueDirection direction)
    {
        var pool = new ModelMemoryPool();
        var layout = new QueueLayout(size, headerLength, offset: 0);
        Assert.True(pool.TryAllocate(layout.End, out var memory));
        var queue = new Virtqueue(memory, layout, direction);
        var device = new ModelQueue(pool)
        {
            Size = (uint)size,
            Descriptors = queue.DescriptorAddress,
            Driver = queue.AvailableAddress,
            Device = queue.UsedAddress,
        };
        return (queue, device);
    }
}
