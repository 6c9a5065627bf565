namespace DSoftBus.Net.Tcp;

/// <summary>Packet buffers that all send queues of a layer hold together.</summary>
internal sealed class SendBudget(int limit)
{
    public int Held { get; private set; }

    public bool IsExhausted => Held >= limit;

    public void Take() => Held++;

    public void GiveBack() => Held--;
}
