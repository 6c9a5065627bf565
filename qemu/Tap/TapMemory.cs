using DSoftBus.Runtime.Memory;

namespace DSoftBus.Qemu.Tap;

/// <summary>An array of the pinned heap. The device that is told its address is the kernel, which takes this process's own addresses.</summary>
internal sealed class TapMemory : PinnedMemory
{
    private byte[] _array;

    public TapMemory(int bytes)
    {
        _array = GC.AllocateArray<byte>(bytes, pinned: true);
        PhysicalAddress = (ulong)TapInterop.AddressOf(_array);
    }

    public override Memory<byte> Bytes => _array;

    /// <summary>The address in this process.</summary>
    public override ulong PhysicalAddress { get; }

    protected override void Dispose(bool disposing) => _array = [];
}
