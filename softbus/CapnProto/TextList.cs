namespace DSoftBus.Softbus.CapnProto;

/// <summary>A list of text: a view of one inside a message, every element already checked, or names to be written.</summary>
public readonly ref struct TextList
{
    private readonly MessageReader _message;
    private readonly ListReader _list;
    private readonly ReadOnlySpan<byte[]> _names;

    private TextList(MessageReader message, ListReader list)
    {
        _message = message;
        _list = list;
        Count = list.Count;
        IsPresent = list.IsPresent;
    }

    /// <param name="names">UTF-8 each, without NUL; read when the message is written.</param>
    public TextList(ReadOnlySpan<byte[]> names)
    {
        _names = names;
        Count = names.Length;
        IsPresent = true;
    }

    public int Count { get; }

    /// <summary>False for <c>default</c>, which is written as, or was read from, a null pointer.</summary>
    public bool IsPresent { get; }

    /// <summary>UTF-8 of one element, in place.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            if (!_list.IsPresent)
                return _names[index];
            var message = _message;
            _ = _list.TryGetText(ref message, index, out var text); // checked when the list was read
            return text;
        }
    }

    internal static CapnpError TryOf(scoped ref MessageReader message, ListReader list, out TextList texts)
    {
        texts = default;
        for (int i = 0; i < list.Count; i++)
        {
            var error = list.TryGetText(ref message, i, out _);
            if (error != CapnpError.None)
                return error;
        }

        texts = new TextList(message, list);
        return CapnpError.None;
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the elements in order.</summary>
    public ref struct Enumerator
    {
        private readonly TextList _texts;
        private int _index;

        internal Enumerator(TextList texts)
        {
            _texts = texts;
            _index = -1;
        }

        public readonly ReadOnlySpan<byte> Current => _texts[_index];

        public bool MoveNext() => ++_index < _texts.Count;
    }
}
