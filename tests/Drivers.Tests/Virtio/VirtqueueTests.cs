using CsCheck;
using DSoftBus.Drivers.Virtio;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.Virtio;

public class VirtqueueTests
{
    [Theory]
    [InlineData(1, QueueDirection.DeviceWrites, false)]
    [InlineData(1, QueueDirection.DeviceWrites, true)]
    [InlineData(2, QueueDirection.DeviceReads, false)]
    [InlineData(3, QueueDirection.DeviceReads, true)]
    [InlineData(16, QueueDirection.DeviceReads, false)]
    public void SeventyThousandBuffersGoRoundTheRing(int longest, QueueDirection direction, bool usesEventIndex)
    {
        var (queue, device) = NewPair(16, direction, usesEventIndex);
        var chainByHead = new QueuePart[16][];
        int posted = 0, completed = 0;
        while (completed < 70_000)
        {
            while (true)
            {
                var parts = Enumerable.Range(0, 1 + (posted % longest)).Select(i => new QueuePart(0x1000UL + (ulong)(posted * 16) + (ulong)i, 100 + i)).ToArray();
                int next = queue.NextHead;
                if (!queue.TryPost(parts, out int head))
                {
                    Assert.InRange(queue.Free, 0, parts.Length - 1);
                    break;
                }

                Assert.Equal(next, head);
                chainByHead[head] = parts;
                posted++;
            }

            Publish(queue);
            // Return all of them in another order than they came.
            var chains = new List<(ushort Head, QueuePart[] Parts)>();
            while (device.TryPop(out ushort head, out var chain))
            {
                Assert.All(chain, part => Assert.Equal(direction == QueueDirection.DeviceWrites, part.DeviceWrites));
                chains.Add((head, [.. chain.Select(part => new QueuePart(part.Address, part.Length))]));
            }

            chains.Reverse();
            foreach (var (head, parts) in chains)
            {
                device.Push(head, (uint)(completed % 100));
                Assert.True(queue.HasCompleted);
                Assert.Equal(UsedStatus.Completed, queue.TryComplete(out int returned, out int length));
                Assert.Equal(parts, chainByHead[returned]);
                Assert.Equal(direction == QueueDirection.DeviceWrites ? completed % 100 : 0, length);
                completed++;
            }
        }

        Assert.Equal((0, 16), (queue.InFlight, queue.Free));
        Assert.False(queue.HasCompleted);
    }

    [Fact]
    public void AFullRingRefusesAndAfterAReturnAccepts()
    {
        var (queue, device) = NewPair(4, QueueDirection.DeviceReads);
        QueuePart[] two = [new(1, 1), new(2, 1)];
        Assert.True(queue.TryPost(two, out _));
        Assert.True(queue.TryPost(3, 1, out _));
        Assert.False(queue.TryPost(two, out _));
        Assert.True(queue.TryPost(4, 1, out _));
        Assert.False(queue.TryPost(5, 1, out _));
        Assert.False(queue.TryPostIndirect(new QueuePart(6, 32), out _));
        Publish(queue);
        Assert.True(device.TryPop(out ushort head, out _));
        device.Push(head, 0);
        Assert.Equal(UsedStatus.Completed, queue.TryComplete(out _, out _));
        Assert.True(queue.TryPost(two, out _));
        Assert.False(queue.TryPost(7, 1, out _));
    }

    [Fact]
    public void ATableIsOneDescriptorAndOneChain()
    {
        var pool = new ModelMemoryPool();
        Assert.True(pool.TryAllocate(IndirectTables.LengthOf(2, 4), out var memory));
        var tables = new IndirectTables(memory, 0, 2, 4);
        var (queue, device) = NewPair(4, QueueDirection.DeviceReads, pool: pool);
        device.AllowsIndirect = true;
        QueuePart[] parts = [new(10, 1), new(20, 2), new(30, 3), new(40, 4)];
        Assert.False(tables.TryWrite([.. parts, new(50, 5)], out _, out _));
        Assert.True(tables.TryWrite(parts, out int first, out QueuePart place));
        Assert.True(tables.TryWrite(parts.AsSpan(1, 2), out int second, out QueuePart other));
        Assert.False(tables.TryWrite(parts, out _, out _));
        Assert.True(queue.TryPostIndirect(place, out _));
        Assert.True(queue.TryPostIndirect(other, out _));
        Assert.Equal(2, queue.Free);
        Publish(queue);
        Assert.True(device.TryPop(out _, out var chain));
        Assert.Equal(parts, chain.Select(part => new QueuePart(part.Address, part.Length)));
        Assert.True(device.TryPop(out _, out chain));
        Assert.Equal(parts[1..3], chain.Select(part => new QueuePart(part.Address, part.Length)));
        tables.Return(first);
        Assert.True(tables.TryWrite(parts, out int again, out _));
        Assert.Equal((0, first), (tables.Available, again));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void TheDeviceSeesNothingBeforePublish()
    {
        var (queue, device) = NewPair(8, QueueDirection.DeviceReads);
        queue.TryPost(1, 1, out _);
        Assert.Equal(0, device.Available);
        Assert.True(Publish(queue));
        Assert.Equal(1, device.Available);
        Assert.False(Publish(queue));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ADeviceThatRefusesNotificationsIsNotNotified(bool usesEventIndex)
    {
        var (queue, device) = NewPair(8, QueueDirection.DeviceReads, usesEventIndex);
        device.RefuseNotifications(true);
        queue.TryPost(1, 1, out _);
        Assert.False(Publish(queue));
        device.RefuseNotifications(false);
        queue.TryPost(1, 1, out _);
        Assert.True(Publish(queue));
    }

    /// <summary>Section 2.7.10: exactly when the index has passed the event since the last look, over the wrap of 16 bits.</summary>
    [Fact]
    public void ANotificationIsDueWhenTheIndexPassedTheEvent() =>
        Gen.Select(Gen.Int[0, 70_000], Gen.Int[0, 8], Gen.Int[-10, 10]).Sample(
            (before, count, distance) =>
            {
                var (queue, device) = NewPair(8, QueueDirection.DeviceReads, usesEventIndex: true);
                for (int i = 0; i < before; i++)
                {
                    queue.TryPost(1, 1, out _);
                    Publish(queue);
                    device.TryPop(out ushort head, out _);
                    device.Push(head, 0);
                    queue.TryComplete(out _, out _);
                }

                int wanted = before + distance;
                device.ForgeAvailableEvent((ushort)wanted);
                for (int i = 0; i < count; i++)
                    queue.TryPost(1, 1, out _);
                Assert.Equal(wanted >= before && wanted < before + count, Publish(queue));
            },
            iter: 60);

    [Theory]
    [InlineData(8u)]            // beyond the table
    [InlineData(0xFFFF_FFFFu)]
    [InlineData(1u)]            // the middle of a chain
    [InlineData(4u)]            // a head that the device does not have
    public void AnIdentifierNeverGivenIsCorruptAndStaysSo(uint id)
    {
        var (queue, device) = NewPair(8, QueueDirection.DeviceReads);
        queue.TryPost([new QueuePart(0x1000, 12), new QueuePart(0x2000, 60)], out int head);
        queue.Publish();
        Assert.Equal(0, head);
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
        var (queue, device) = NewPair(8, QueueDirection.DeviceWrites);
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
        var (queue, device) = NewPair(8, QueueDirection.DeviceWrites);
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
        var (queue, device) = NewPair(8, QueueDirection.DeviceWrites);
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
            var (queue, device) = NewPair(8, QueueDirection.DeviceWrites);
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
        var (queue, device) = NewPair(8, QueueDirection.DeviceWrites);
        queue.EnableInterrupts(false);
        Assert.False(device.TakeInterruptWish());
        queue.EnableInterrupts(true);
        Assert.True(device.TakeInterruptWish());
    }

    [Fact]
    public void AnEnabledQueueInterruptsForTheNextChainAndADisabledOneForNone()
    {
        var (queue, device) = NewPair(8, QueueDirection.DeviceWrites, usesEventIndex: true);
        for (int i = 0; i < 70_000; i++)
        {
            bool enable = i % 3 == 0;
            queue.TryPost(1, 60, out _);
            queue.TryPost(2, 60, out _);
            Publish(queue);
            queue.EnableInterrupts(enable);
            queue.EnableInterrupts(enable);
            for (int k = 0; k < 2; k++)
            {
                device.TryPop(out ushort head, out _);
                device.Push(head, 1);
                // Only the one that passed the event: who is told looks at all.
                Assert.Equal(enable && k == 0, device.TakeInterruptWish());
            }

            queue.TryComplete(out _, out _);
            queue.TryComplete(out _, out _);
            queue.EnableInterrupts(false);
        }
    }

    /// <summary>Enabled a second time the event stays: moved on, it would be passed without an interrupt for what came back in between.</summary>
    [Fact]
    public void EnablingTwiceLosesNoInterrupt()
    {
        var (queue, device) = NewPair(8, QueueDirection.DeviceWrites, usesEventIndex: true);
        queue.TryPost(1, 60, out _);
        Publish(queue);
        queue.EnableInterrupts(false);
        queue.EnableInterrupts(true);
        device.TryPop(out ushort head, out _);
        device.Push(head, 1);
        queue.TryComplete(out _, out _);
        queue.EnableInterrupts(true);
        Assert.True(device.TakeInterruptWish());
    }

    [Fact]
    public void ALayoutNeverOverlaps()
    {
        for (int size = 2; size <= QueueLayout.MaximumSize; size *= 2)
        {
            var layout = new QueueLayout(size, headerLength: 12, offset: 4096);
            Assert.True(layout.AvailableOffset >= layout.DescriptorOffset + (16 * size));
            Assert.True(layout.UsedOffset >= layout.AvailableOffset + 6 + (2 * size));
            Assert.Equal(layout.AvailableOffset + 4 + (2 * size), layout.UsedEventOffset);
            Assert.Equal(layout.UsedOffset + 4 + (8 * size), layout.AvailableEventOffset);
            Assert.True(layout.HeaderOffset >= layout.UsedOffset + 6 + (8 * size));
            Assert.True(layout.End >= layout.HeaderOffset + (size * 12));
        }
    }

    private static bool Publish(Virtqueue queue)
    {
        queue.Publish();
        return queue.MustNotify();
    }

    private static (Virtqueue Queue, ModelQueue Device) NewPair(int size, QueueDirection direction, bool usesEventIndex = false, ModelMemoryPool? pool = null)
    {
        pool ??= new ModelMemoryPool();
        var layout = new QueueLayout(size, headerLength: 12, offset: 0);
        Assert.True(pool.TryAllocate(layout.End, out var memory));
        var queue = new Virtqueue(memory, layout, direction, usesEventIndex);
        var device = new ModelQueue(pool)
        {
            Size = (uint)size,
            Descriptors = queue.DescriptorAddress,
            Driver = queue.AvailableAddress,
            Device = queue.UsedAddress,
            UsesEvents = usesEventIndex,
        };
        return (queue, device);
    }
}
