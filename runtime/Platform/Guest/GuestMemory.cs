using System.Buffers;
using DSoftBus.Runtime.Memory;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>One piece of device memory. Spans over it are valid until it is disposed.</summary>
internal sealed class GuestMemory : PinnedMemory
{
    private readonly int _pages;
    private readonly Window _window;

    public GuestMemory(GuestDmaBlock block, int bytes)
    {
        PhysicalAddress = block.Physical;
        Address = (nint)block.Virtual;
        _pages = ((bytes - 1) / GuestKernel.PageSize) + 1;
        _window = new Window(Address, bytes);
    }

    /// <summary>The address of the first byte in the program's space.</summary>
    public nint Address { get; }

    public override Memory<byte> Bytes => _window.Memory;

    public override ulong PhysicalAddress { get; }

    protected override void Dispose(bool disposing)
    {
        if (_window.TryClose())
            GuestInterop.DmaFree(Address, _pages);
    }

    private sealed class Window(nint address, int length) : MemoryManager<byte>
    {
        private bool _closed;

        public bool TryClose()
        {
            bool wasOpen = !_closed;
            _closed = true;
            return wasOpen;
        }

        public override Span<byte> GetSpan() =>
            _closed ? throw new ObjectDisposedException(nameof(GuestMemory)) : GuestInterop.SpanOver(address, length);

        public override MemoryHandle Pin(int elementIndex = 0) => GuestInterop.HandleTo(address + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => _closed = true;
    }
}
