#pragma warning disable IDE0060 // the compiler fixes these signatures
using DSoftBus.KernelShim.Panics;

namespace System;

/// <summary>A window into memory; the shim uses it for its own constant texts (<c>"..."u8</c>).</summary>
public readonly ref struct ReadOnlySpan<T>
{
    private readonly ref T _reference;
    private readonly int _length;

    public unsafe ReadOnlySpan(void* pointer, int length)
    {
        _reference = ref *(T*)pointer;
        _length = length;
    }

    /// <summary>Asked for by the compiler, which never calls it: the shim has no arrays.</summary>
    public unsafe ReadOnlySpan(T[] array)
    {
        _reference = ref *(T*)null;
        _length = 0;
    }

    /// <inheritdoc cref="ReadOnlySpan{T}(T[])"/>
    public unsafe ReadOnlySpan(T[] array, int start, int length)
    {
        _reference = ref *(T*)null;
        _length = 0;
    }

    public int Length => _length;

    public unsafe ref readonly T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
                Panic.Stop("an index lies outside its span"u8);
            fixed (T* first = &_reference)
                return ref first[index];
        }
    }

    public ref readonly T GetPinnableReference() => ref _reference;
}
