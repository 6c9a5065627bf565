using DSoftBus.Softbus.Identity;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>
/// At most one session per peer, at most <paramref name="capacity"/> in all. The session that the lower device id dialled wins over
/// one that the higher id dialled; a newer one from the same dialler replaces the older (decisions.md "Sessions").
/// </summary>
/// <param name="local">This node's id.</param>
/// <param name="capacity">Sessions the table holds.</param>
public sealed class SessionTable<TSession>(DeviceId local, int capacity)
    where TSession : class
{
    private readonly List<Entry> _entries = new(capacity);

    public int Count => _entries.Count;

    /// <summary>Sessions in order of their admission.</summary>
    public IEnumerable<TSession> Sessions => _entries.Select(entry => entry.Session);

    /// <summary>What <see cref="Admit"/> would answer now; changes nothing.</summary>
    public Admission Judge(DeviceId peer, bool dialledByLocal)
    {
        int index = IndexOf(peer);
        if (index < 0)
            return _entries.Count < capacity ? Admission.Accepted : Admission.Full;
        bool sameDialler = _entries[index].DialledByLocal == dialledByLocal;
        return sameDialler || DialledByLower(peer, dialledByLocal) ? Admission.Replaces : Admission.Duplicate;
    }

    /// <summary>Takes the session in unless the answer is Duplicate or Full.</summary>
    /// <param name="displaced">With <see cref="Admission.Replaces"/>: the session that left the table and must be closed.</param>
    public Admission Admit(DeviceId peer, bool dialledByLocal, TSession session, out TSession? displaced)
    {
        displaced = null;
        var admission = Judge(peer, dialledByLocal);
        if (admission is Admission.Replaces)
        {
            int index = IndexOf(peer);
            displaced = _entries[index].Session;
            _entries.RemoveAt(index);
        }

        if (admission is Admission.Accepted or Admission.Replaces)
            _entries.Add(new Entry(peer, dialledByLocal, session));
        return admission;
    }

    /// <summary>Takes exactly this session out; false when it had already left (replaced or removed).</summary>
    public bool Remove(DeviceId peer, TSession session)
    {
        int index = IndexOf(peer);
        if (index < 0 || !ReferenceEquals(_entries[index].Session, session))
            return false;
        _entries.RemoveAt(index);
        return true;
    }

    public TSession? Find(DeviceId peer)
    {
        int index = IndexOf(peer);
        return index < 0 ? null : _entries[index].Session;
    }

    private bool DialledByLower(DeviceId peer, bool dialledByLocal) => dialledByLocal == local < peer;

    private int IndexOf(DeviceId peer)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Peer == peer)
                return i;
        }

        return -1;
    }

    private readonly record struct Entry(DeviceId Peer, bool DialledByLocal, TSession Session);
}
