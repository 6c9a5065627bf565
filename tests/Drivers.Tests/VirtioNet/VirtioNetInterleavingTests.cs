using CsCheck;
using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Time;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

/// <summary>Driver and device at work at the same time, their steps in any order: no frame is left behind and nobody sleeps for ever.</summary>
public class VirtioNetInterleavingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private enum Act
    {
        Transmit,
        TransmitMany,
        Poll,
        PollOne,
        Wait,
        Arrive,
        Yield,
    }

    [Theory]
    [FeatureMatrix]
    public void NoOrderOfStepsLosesAFrameOrAWakeUp(VirtioNetFeature offered) =>
        Gen.Select(
            Gen.Frequency((6, Gen.Const(Act.Transmit)), (1, Gen.Const(Act.TransmitMany)), (3, Gen.Const(Act.Poll)), (2, Gen.Const(Act.PollOne)), (3, Gen.Const(Act.Wait)), (5, Gen.Const(Act.Arrive)), (2, Gen.Const(Act.Yield))).Array[1, 60],
            Gen.Int[0, 5].Array[40, 400],
            Gen.Int[0, 2])
        .Sample((acts, steps, senders) => Run(offered, acts, steps, senders), iter: 1000);

    private static void Run(VirtioNetFeature offered, Act[] acts, int[] steps, int senders)
    {
        var net = new NetFixture { IsOnLoop = senders > 0, Options = new() { MaximumQueueSize = 8, PacketBuffers = 64 } };
        net.Offer(offered);
        using var driver = net.Open();
        var worker = new ModelWorker(net.Device);
        var script = new Script(net, driver, worker, steps);
        net.Memory.OnDriverAccess = script.Between;
        bool received = false, sent = senders < 2;
        net.Loop.Start(async () =>
        {
            await script.ReceiveAsync(acts);
            received = true;
        });
        if (!sent)
        {
            // netstackd waits in one activity and sends in another.
            net.Loop.Start(async () =>
            {
                await script.SendAsync(acts);
                sent = true;
            });
        }

        Assert.True(net.Loop.RunUntil(() => received && sent, net.Loop.Now + TimeSpan.FromHours(1)));
        net.Memory.OnDriverAccess = null;
        // The work that announces, and what the device does after it.
        net.Loop.RunUntil(static () => false, net.Loop.Now);
        for (int i = 0; worker.HasWork; i++)
            worker.Step(i);
        Assert.Equal(script.Transmitted, net.Device.Sent.Count);
        Assert.Empty(net.Device.Breaches);
    }

    private sealed class Script(NetFixture net, VirtioNetDevice driver, ModelWorker worker, int[] steps)
    {
        private int _position;
        private int _arrived;
        private int _received;
        private bool _isInside;
        private bool _isSending;

        public int Transmitted { get; private set; }

        /// <summary>What the device does between two accesses of the driver to memory.</summary>
        public void Between()
        {
            if (_isInside)
                return;
            _isInside = true;
            int choice = steps[_position++ % steps.Length];
            for (int i = 0; i < choice - 2; i++)
                worker.Step(choice + i);
            _isInside = false;
        }

        public async ValueTask ReceiveAsync(Act[] acts)
        {
            foreach (Act act in acts)
            {
                switch (act)
                {
                    case Act.Transmit:
                        Transmit();
                        break;
                    case Act.TransmitMany:
                        for (int i = 0; i < 20; i++)
                            Transmit();
                        break;
                    case Act.Poll:
                        while (TryReceive())
                        {
                        }

                        break;
                    case Act.PollOne:
                        TryReceive();
                        break;
                    case Act.Arrive:
                        worker.Arrive(NetFixture.Frame(60, _arrived++));
                        break;
                    case Act.Yield:
                        await Task.Yield();
                        break;
                    default:
                        await SleepAsync();
                        break;
                }
            }

            while (_received < _arrived)
            {
                while (TryReceive())
                {
                }

                if (_received < _arrived)
                    await SleepAsync();
            }

            while (TryReceive())
            {
            }
        }

        public async ValueTask SendAsync(Act[] acts)
        {
            _isSending = true;
            foreach (Act act in acts)
            {
                if (act == Act.Transmit)
                    Transmit();
                await Task.Yield();
            }

            _isSending = false;
        }

        private void Transmit()
        {
            if (!driver.Buffers.TryRent(64, out PacketBuffer? frame))
                return;
            frame.Append(60).Fill((byte)Transmitted);
            if (driver.TryTransmit(frame) == TransmitStatus.Queued)
                Transmitted++;
            frame.Release();
        }

        private bool TryReceive()
        {
            if (!driver.TryReceive(out PacketBuffer? frame))
                return false;
            Assert.Equal(NetFixture.Frame(60, _received++), frame.Span.ToArray());
            frame.Release();
            return true;
        }

        /// <summary>A wait during which the device goes on until it rests. It ends at the deadline only if there was nothing to wake up for.</summary>
        private async ValueTask SleepAsync()
        {
            Instant deadline = net.Loop.Now + Long;
            bool isAsleep = true;
            net.Loop.Start(async () =>
            {
                while (isAsleep && (worker.HasWork || _isSending))
                {
                    worker.Step(steps[_position++ % steps.Length]);
                    await Task.Yield();
                }
            });
            await driver.WaitAsync(deadline);
            isAsleep = false;
            if (net.Loop.Now >= deadline)
                Assert.Equal((_received, false), (worker.Delivered, worker.HasWork));
        }
    }
}
