using DSoftBus.Runtime.Memory;

namespace DSoftBus.Tests.Runtime.Memory;

public class PacketPoolTests
{
    [Fact]
    public void Rents_every_buffer_once_and_takes_each_back_with_its_last_reference()
    {
        var pool = Pool(3);
        Assert.True(pool.TryRent(0, out var first) && pool.TryRent(0, out _) && pool.TryRent(0, out _));
        Assert.False(pool.TryRent(0, out _));
        Assert.Equal((0, 3), (pool.Available, pool.Capacity));

        first.AddReference();
        first.Release();
        Assert.Equal(0, pool.Available);
        first.Release();
        Assert.Equal(1, pool.Available);
        Assert.Throws<InvalidOperationException>(first.Release);
        Assert.Throws<InvalidOperationException>(first.AddReference);
        Assert.Throws<InvalidOperationException>(() => first.Append(1));
        Assert.Throws<InvalidOperationException>(() => first.Span.Length);
    }

    [Fact]
    public void Window_moves_by_headers_in_front_and_data_behind()
    {
        Assert.True(Pool(1).TryRent(64, out var buffer));
        "data"u8.CopyTo(buffer.Append(4));
        "head"u8.CopyTo(buffer.Prepend(4));
        Assert.Equal("headdata"u8, buffer.Span);
        Assert.Equal((60, 8, 2048 - 68), (buffer.Headroom, buffer.Length, buffer.Tailroom));
        buffer.TrimStart(2);
        buffer.TrimEnd(3);
        Assert.Equal("add"u8, buffer.Span);
        buffer.SetWindow(60, 8);
        Assert.Equal("headdata"u8, buffer.Span);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(2049)]
    public void Windows_outside_the_buffer_are_refused(int n)
    {
        Assert.True(Pool(1).TryRent(0, out var buffer));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Prepend(n));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Append(n));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.TrimStart(n));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.TrimEnd(n));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.SetWindow(n, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.SetWindow(1, n));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.SetWindow(1, 2048));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pool(1).TryRent(n, out _));
    }

    [Fact]
    public void A_chain_lives_and_dies_with_its_first_buffer()
    {
        var pool = Pool(3);
        Assert.True(pool.TryRent(0, out var head));
        Assert.True(pool.TryRent(0, out var text));
        Assert.True(pool.TryRent(0, out var tail));
        head.Append(10);
        text.Append(20);
        tail.Append(30);
        head.Chain(text);
        text.AddReference();
        text.Chain(tail);
        Assert.Equal((60, 50), (head.TotalLength, text.TotalLength));
        Assert.Throws<InvalidOperationException>(() => head.Chain(tail));
        Assert.Throws<InvalidOperationException>(() => tail.Chain(tail));

        head.AddReference();
        head.Release();
        Assert.Same(tail, text.Next);
        head.Release();
        Assert.Null(text.Next);
        Assert.Equal((1, 20, 2), (text.References, text.TotalLength, pool.Available));
        text.Release();
        Assert.Equal(3, pool.Available);
    }

    [Fact]
    public void What_was_asked_of_a_device_is_forgotten_with_the_frame()
    {
        var pool = Pool(1);
        Assert.True(pool.TryRent(0, out var buffer));
        buffer.Offload = new PacketOffload { ChecksumStart = 34, ChecksumField = 16, SegmentSize = 1448 };
        Assert.True(buffer.Offload.NeedsChecksum);
        buffer.Release();
        Assert.True(pool.TryRent(0, out buffer));
        Assert.Equal(default, buffer.Offload);
    }

    [Fact]
    public void Physical_address_follows_the_window()
    {
        var pool = new PacketPool(new DeviceMemory(4096, 0x10_0000), 2048);
        Assert.True(pool.TryRent(10, out var first));
        Assert.True(pool.TryRent(0, out var second));
        first.Append(4);
        first.Prepend(2);
        Assert.Equal((0x10_0008ul, 0x10_0800ul), (first.PhysicalAddress, second.PhysicalAddress));
    }

    [Fact]
    public void Host_pool_has_a_limit_and_gets_its_bytes_back()
    {
        var pool = new HostMemoryPool(limitBytes: 4096);
        Assert.False(pool.TryAllocate(0, out _));
        Assert.False(pool.TryAllocate(4097, out _));
        Assert.True(pool.TryAllocate(4096, out var memory));
        Assert.False(pool.TryAllocate(1, out _));
        memory.Dispose();
        memory.Dispose();
        Assert.Equal(0, pool.Allocated);
    }

    private static PacketPool Pool(int buffers) =>
        new HostMemoryPool().TryAllocate(buffers * 2048, out var memory) ? new PacketPool(memory) : throw new InvalidOperationException();

    private sealed class DeviceMemory(int length, ulong physicalAddress) : PinnedMemory
    {
        public override Memory<byte> Bytes { get; } = new byte[length];

        public override ulong PhysicalAddress => physicalAddress;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
