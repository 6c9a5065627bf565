using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>Memory as driver and device model share it: arrays with invented physical addresses.</summary>
internal sealed class ModelMemoryPool : IMemoryPool
{
    private const ulong FirstAddress = 0x1_2340_0000;

    private readonly List<ModelMemory> _blocks = [];
    private ulong _next = FirstAddress;

    /// <summary>Called before each access of the driver to memory; what happens in it happens between two accesses of the driver.</summary>
    public Action? OnDriverAccess { get; set; }

    /// <summary>Allocations to grant before refusing.</summary>
    public int Remaining { get; set; } = int.MaxValue;

    public int Live => _blocks.Count(block => !block.IsDisposed);

    public bool TryAllocate(int bytes, [NotNullWhen(true)] out PinnedMemory? memory)
    {
        memory = null;
        if (Remaining-- <= 0)
            return false;
        var block = new ModelMemory(this, bytes, _next);
        _blocks.Add(block);
        _next += (ulong)((bytes + 8191) & ~4095);
        memory = block;
        return true;
    }

    /// <summary>What a device finds at <paramref name="address"/>; a range outside every live block fails the test.</summary>
    public Span<byte> Resolve(ulong address, int length)
    {
        foreach (ModelMemory block in _blocks)
        {
            if (!block.IsDisposed && address >= block.Base && address + (ulong)length <= block.Base + (ulong)block.Array.Length)
                return block.Array.AsSpan((int)(address - block.Base), length);
        }

        throw new InvalidOperationException($"The device was sent to {address:x}+{length}, which is no device memory.");
    }

    private sealed class ModelMemory(ModelMemoryPool pool, int bytes, ulong address) : PinnedMemory
    {
        public byte[] Array { get; } = new byte[bytes];

        public ulong Base => address;

        public bool IsDisposed { get; private set; }

        public override Memory<byte> Bytes
        {
            get
            {
                pool.OnDriverAccess?.Invoke();
                return Array;
            }
        }

        public override ulong PhysicalAddress => address;

        protected override void Dispose(bool disposing) => IsDisposed = true;
    }
}
