namespace DSoftBus.Softbus.Discovery;

/// <summary>Service names one after the other, each behind its length (u8), as an announce carries them; already checked.</summary>
public readonly ref struct ServiceNames(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>True when a name is among them.</summary>
    public bool Contains(ReadOnlySpan<byte> name)
    {
        foreach (var service in this)
        {
            if (service.SequenceEqual(name))
                return true;
        }

        return false;
    }

    /// <summary>Walks the names; each is UTF-8 in place.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> rest) => _rest = rest;

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            Current = _rest.Slice(1, _rest[0]);
            _rest = _rest[(1 + _rest[0])..];
            return true;
        }
    }
}
