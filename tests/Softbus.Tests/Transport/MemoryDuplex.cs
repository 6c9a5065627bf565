using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Traits;

namespace DSoftBus.Tests.Softbus.Transport;

/// <summary>A connection in memory: two ends of one task. Each write can be looked at, altered or dropped on its way.</summary>
internal sealed class MemoryDuplex
{
    public MemoryDuplex(TaskContext task)
    {
        Left = new End(task);
        Right = new End(task);
        Left.Peer = Right;
        Right.Peer = Left;
    }

    public End Left { get; }

    public End Right { get; }

    internal sealed class End(TaskContext task) : IByteStream
    {
        private readonly LoopSignal _arrived = task.CreateSignal();
        private readonly Queue<byte> _bytes = new();
        private bool _peerClosed, _closed;

        public End Peer { get; set; } = null!;

        /// <summary>Writes so far, and what each of them was.</summary>
        public List<byte[]> Written { get; } = [];

        /// <summary>Called with the number of the write (from 0) and its bytes, which it may alter; null drops the write.</summary>
        public Func<int, byte[], byte[]?> OnWrite { get; set; } = static (_, bytes) => bytes;

        /// <summary>Most bytes that one read gives.</summary>
        public int ReadLimit { get; set; } = int.MaxValue;

        public bool IsClosed => _closed;

        public async ValueTask<TransportRead> ReadAsync(Memory<byte> destination, Instant deadline)
        {
            while (_bytes.Count == 0)
            {
                if (_closed)
                    return new TransportRead(TransportStatus.Reset, 0);
                if (_peerClosed)
                    return new TransportRead(TransportStatus.EndOfStream, 0);
                if (!await _arrived.WaitAsync(deadline))
                    return new TransportRead(TransportStatus.TimedOut, 0);
            }

            int count = Math.Min(Math.Min(destination.Length, _bytes.Count), ReadLimit);
            for (int i = 0; i < count; i++)
                destination.Span[i] = _bytes.Dequeue();
            return new TransportRead(TransportStatus.Ok, count);
        }

        public ValueTask<TransportStatus> WriteAsync(ReadOnlyMemory<byte> bytes, Instant deadline)
        {
            if (_closed || _peerClosed)
                return ValueTask.FromResult(TransportStatus.Reset);
            Written.Add(bytes.ToArray());
            Peer.Arrive(OnWrite(Written.Count - 1, bytes.ToArray()) ?? []);
            return ValueTask.FromResult(TransportStatus.Ok);
        }

        public ValueTask CloseAsync()
        {
            if (!_closed)
            {
                _closed = true;
                _arrived.Set();
                Peer._peerClosed = true;
                Peer._arrived.Set();
            }

            return ValueTask.CompletedTask;
        }

        private void Arrive(byte[] bytes)
        {
            foreach (byte value in bytes)
                _bytes.Enqueue(value);
            _arrived.Set();
        }
    }
}
