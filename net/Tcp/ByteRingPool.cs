using System.Diagnostics.CodeAnalysis;

namespace DSoftBus.Net.Tcp;

/// <summary>Arrays for receive buffers: made on demand up to a bound, then recycled.</summary>
/// <param name="length">Octets of each array.</param>
/// <param name="maximum">Arrays that may exist at once.</param>
public sealed class ByteRingPool(int length, int maximum)
{
    private readonly Stack<byte[]> _free = new();

    /// <summary>Arrays made so far.</summary>
    public int Created { get; private set; }

    /// <summary>Arrays lent out.</summary>
    public int InUse => Created - _free.Count;

    public bool TryRent([NotNullWhen(true)] out byte[]? array)
    {
        if (_free.TryPop(out array))
            return true;
        if (Created == maximum)
            return false;
        Created++;
        array = GC.AllocateUninitializedArray<byte>(length);
        return true;
    }

    public void Return(byte[] array) => _free.Push(array);
}
