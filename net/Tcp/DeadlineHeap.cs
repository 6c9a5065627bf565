using DSoftBus.Runtime.Time;

namespace DSoftBus.Net.Tcp;

/// <summary>Connections by their next deadline: a binary heap in which each connection knows its place, so that a change costs a logarithm.</summary>
internal sealed class DeadlineHeap
{
    private readonly List<TcpConnection> _items = [];

    public Instant Next => _items.Count == 0 ? Instant.Never : _items[0].Deadline;

    public TcpConnection? First => _items.Count == 0 ? null : _items[0];

    /// <summary>Puts the connection where its deadline belongs; <see cref="Instant.Never"/> takes it out.</summary>
    public void Update(TcpConnection connection, Instant deadline)
    {
        if (connection.HeapIndex < 0)
        {
            if (deadline == Instant.Never)
                return;
            connection.HeapIndex = _items.Count;
            _items.Add(connection);
        }
        else if (deadline == Instant.Never)
        {
            Remove(connection);
            return;
        }

        connection.Deadline = deadline;
        Down(Up(connection.HeapIndex));
    }

    private void Remove(TcpConnection connection)
    {
        int index = connection.HeapIndex;
        var last = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        connection.HeapIndex = -1;
        connection.Deadline = Instant.Never;
        if (last == connection)
            return;
        Place(last, index);
        Down(Up(index));
    }

    private int Up(int index)
    {
        while (index > 0 && _items[index].Deadline < _items[(index - 1) / 2].Deadline)
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }

        return index;
    }

    private void Down(int index)
    {
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _items.Count)
                return;
            if (child + 1 < _items.Count && _items[child + 1].Deadline < _items[child].Deadline)
                child++;
            if (_items[index].Deadline <= _items[child].Deadline)
                return;
            Swap(index, child);
            index = child;
        }
    }

    private void Swap(int left, int right)
    {
        var moved = _items[left];
        Place(_items[right], left);
        Place(moved, right);
    }

    private void Place(TcpConnection connection, int index)
    {
        _items[index] = connection;
        connection.HeapIndex = index;
    }
}
