using CsCheck;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Loop;

public class TaskLoopTests
{
    private readonly TaskLoop _loop = new(new VirtualPlatform());
    private readonly List<string> _log = [];

    private static Instant At(int milliseconds) => Instant.Zero + TimeSpan.FromMilliseconds(milliseconds);

    [Fact]
    public void Work_runs_in_the_order_in_which_it_was_posted()
    {
        for (var i = 0; i < 1000; i++)
        {
            var n = i;
            _loop.Post(() => _log.Add(n.ToString()));
        }

        Assert.True(_loop.RunUntil(() => _log.Count == 1000, At(0)));
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => n.ToString()), _log);
    }

    [Fact]
    public void Timers_fire_by_deadline_then_by_order_of_start() =>
        Gen.Int[0, 5].Array[0, 40].Sample(delays =>
        {
            var loop = new TaskLoop(new VirtualPlatform());
            var seen = new List<(int Delay, int Index)>();
            for (var i = 0; i < delays.Length; i++)
            {
                var n = i;
                loop.Start(async () =>
                {
                    await loop.DelayUntilAsync(At(delays[n]));
                    Assert.True(loop.Now == At(delays[n]));
                    seen.Add((delays[n], n));
                });
            }

            loop.RunUntil(() => seen.Count == delays.Length, At(10));
            return seen.SequenceEqual(seen.Order()) && seen.Count == delays.Length;
        });

    [Fact]
    public void Run_until_stops_at_the_deadline_with_the_answer_no()
    {
        Assert.False(_loop.RunUntil(() => false, At(70)));
        Assert.Equal(At(70), _loop.Now);
    }

    [Fact]
    public void Signal_keeps_a_set_and_knows_the_deadline()
    {
        var signal = new LoopSignal(_loop);
        _loop.Start(async () =>
        {
            signal.Set();
            signal.Set();
            _log.Add($"kept {await signal.WaitAsync(At(5))}");
            _log.Add($"late {await signal.WaitAsync(At(5))} {_loop.Now}");
            _log.Add($"woken {await signal.WaitAsync(At(50))} {_loop.Now}");
        });
        _loop.Start(async () =>
        {
            await _loop.DelayUntilAsync(At(7));
            signal.Set();
        });
        Assert.True(_loop.RunUntil(() => _log.Count == 3, At(100)));
        Assert.Equal(["kept True", "late False 0.005000", "woken True 0.007000"], _log);
    }

    [Fact]
    public void A_set_between_completion_and_resumption_is_not_lost()
    {
        var signal = new LoopSignal(_loop);
        _loop.Start(async () =>
        {
            _log.Add($"first {await signal.WaitAsync(Instant.Never)}");
            _log.Add($"second {await signal.WaitAsync(At(1))}");
        });
        _loop.Post(() =>
        {
            signal.Set();
            signal.Set();
        });
        Assert.True(_loop.RunUntil(() => _log.Count == 2, At(100)));
        Assert.Equal(["first True", "second True"], _log);
    }

    [Fact]
    public void A_second_waiter_is_a_defect_that_comes_out_of_the_run()
    {
        var signal = new LoopSignal(_loop);
        _loop.Start(async () => await signal.WaitAsync(Instant.Never));
        _loop.Start(async () => await signal.WaitAsync(Instant.Never));
        var failure = Assert.Throws<LoopFailureException>(() => _loop.RunUntil(() => false, At(1)));
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public void Promise_carries_one_value_at_a_time()
    {
        var promise = new LoopPromise<int>(_loop);
        Assert.True(promise.TrySet(1));
        Assert.False(promise.TrySet(2));
        _loop.Start(async () =>
        {
            _log.Add($"{await promise.WaitAsync(At(1), -1)} {promise.IsSet}");
            _log.Add($"{await promise.WaitAsync(At(1), -1)} {promise.IsSet}");
            Assert.True(promise.TrySet(3));
            promise.Reset();
            _log.Add($"{await promise.WaitAsync(At(9), -1)} {promise.IsSet}");
        });
        _loop.Start(async () =>
        {
            await _loop.DelayUntilAsync(At(4));
            Assert.True(promise.TrySet(4));
        });
        Assert.True(_loop.RunUntil(() => _log.Count == 3, At(10)));
        Assert.Equal(["1 False", "-1 False", "4 False"], _log);
    }

    [Fact]
    public void Foreign_awaits_come_back_to_the_loop()
    {
        using var platform = new HostPlatform();
        var loop = new TaskLoop(platform);
        var done = false;
        loop.Start(async () =>
        {
            var thread = Environment.CurrentManagedThreadId;
            Assert.NotEqual(thread, await Task.Run(() => Environment.CurrentManagedThreadId));
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            await Task.Yield();
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            done = true;
        });
        Assert.True(loop.RunUntil(() => done, loop.Now + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Another_thread_posts_and_stops_a_sleeping_loop()
    {
        using var platform = new HostPlatform();
        var loop = new TaskLoop(platform);
        var ran = false;
        var other = new Thread(() => loop.Post(() =>
        {
            ran = true;
            loop.Stop();
        }));
        other.Start();
        loop.Run();
        other.Join();
        Assert.True(ran);
    }

    [Fact]
    public void A_simulation_without_work_or_timer_says_that_it_is_stuck() =>
        Assert.Throws<InvalidOperationException>(_loop.Run);

    [Fact]
    public void Waits_do_not_allocate_once_warm()
    {
        var signal = new LoopSignal(_loop);
        var promise = new LoopPromise<long>(_loop);
        long rounds = 0;
        long allocated = -1;
        _loop.Start(async () =>
        {
            while (true)
            {
                await signal.WaitAsync(Instant.Never);
                promise.TrySet(rounds);
            }
        });
        _loop.Start(async () =>
        {
            for (long before = 0; rounds < 11_000; rounds++)
            {
                if (rounds == 1000)
                    before = GC.GetAllocatedBytesForCurrentThread();
                signal.Set();
                await promise.WaitAsync(_loop.Now + TimeSpan.FromSeconds(1), -1);
                await _loop.DelayUntilAsync(_loop.Now + TimeSpan.FromMicroseconds(1));
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }
        });
        Assert.True(_loop.RunUntil(() => rounds == 11_000, At(60_000)));
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_busy_loop_still_looks_at_its_platform()
    {
        var platform = new PollingPlatform();
        var loop = new TaskLoop(platform);
        var signal = new LoopSignal(loop);
        var woken = false;
        platform.OnPoll = n =>
        {
            if (n == 10)
                signal.Set();
        };
        loop.Start(async () => woken = await signal.WaitAsync(Instant.Never));
        void Spin() => loop.Post(Spin);
        Spin();
        Assert.True(loop.RunUntil(() => woken || platform.Polls > 1000, Instant.Never));
        Assert.True(woken);
    }

    private sealed class PollingPlatform : ILoopPlatform
    {
        public Action<int>? OnPoll { get; set; }

        public int Polls { get; private set; }

        public Instant Now => Instant.Zero;

        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch;

        public void WaitUntil(Instant deadline) => throw new InvalidOperationException("The loop is busy: it has nothing to wait for.");

        public void Poll() => OnPoll?.Invoke(++Polls);

        public void Wake()
        {
        }
    }
}
