namespace DSoftBus.Tests.Drivers.Model;

/// <summary>A device that works beside the driver: it sends only when it was notified, sleeps when it finds nothing, and takes one small step at a time.</summary>
/// <remarks>
/// As virtio 1.2 section 2.7.10 has a device sleep: it asks for a notification, looks once more, and only then rests. Frames come from
/// outside at any step. Between any two accesses of the driver to memory any number of steps may lie.
/// </remarks>
internal sealed class ModelWorker
{
    private readonly ModelNetDevice _device;
    private readonly Queue<byte[]> _arriving = [];
    private Phase _phase = Phase.Resting;

    public ModelWorker(ModelNetDevice device)
    {
        _device = device;
        device.Notified = queue =>
        {
            if (queue == 1 && _phase == Phase.Resting)
                _phase = Phase.Working;
        };
    }

    private enum Phase
    {
        /// <summary>Only a notification begins work.</summary>
        Resting,
        Working,

        /// <summary>Asked for a notification; looks once more.</summary>
        Looking,
    }

    /// <summary>Frames that reached the driver's ring.</summary>
    public int Delivered { get; private set; }

    public bool HasWork => _phase != Phase.Resting || (_arriving.Count > 0 && _device.ReceiveQueue.Available > 0);

    public void Arrive(byte[] frame) => _arriving.Enqueue(frame);

    /// <param name="choice">Which of the things that can happen happens.</param>
    public void Step(int choice)
    {
        if (!_device.IsRunning)
            return;
        if (choice % 2 == 0 && _arriving.Count > 0 && _device.ReceiveQueue.Available > 0)
        {
            _device.Receive(_arriving.Dequeue());
            Delivered++;
            return;
        }

        switch (_phase)
        {
            case Phase.Working when _device.TransmitQueue.Available > 0:
                _device.TransmitQueue.RefuseNotifications(true);
                _device.CompleteTransmit(limit: 1);
                break;
            case Phase.Working:
                _device.TransmitQueue.RefuseNotifications(false);
                _phase = Phase.Looking;
                break;
            case Phase.Looking:
                _phase = _device.TransmitQueue.Available > 0 ? Phase.Working : Phase.Resting;
                break;
            default:
                break;
        }
    }
}
