namespace DSoftBus.Net.Tcp;

/// <summary>Connections in the order in which something happened to them; each knows its neighbours, so that leaving costs nothing. A connection is in one list at a time.</summary>
internal sealed class ConnectionList
{
    private TcpConnection? _last;

    /// <summary>The one that has been here longest.</summary>
    public TcpConnection? First { get; private set; }

    public int Count { get; private set; }

    /// <summary>Puts it at the end, also when it is in the list already.</summary>
    public void Append(TcpConnection connection)
    {
        connection.List?.Remove(connection);
        connection.List = this;
        connection.Previous = _last;
        if (_last is null)
            First = connection;
        else
            _last.Following = connection;
        _last = connection;
        Count++;
    }

    public void Remove(TcpConnection connection)
    {
        if (connection.List != this)
            return;
        if (connection.Previous is { } previous)
            previous.Following = connection.Following;
        else
            First = connection.Following;
        if (connection.Following is { } following)
            following.Previous = connection.Previous;
        else
            _last = connection.Previous;
        connection.List = null;
        connection.Previous = connection.Following = null;
        Count--;
    }
}
