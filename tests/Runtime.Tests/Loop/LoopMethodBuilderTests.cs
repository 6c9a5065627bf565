using System.Runtime.CompilerServices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Runtime.Loop;

public class LoopMethodBuilderTests
{
    private readonly TaskLoop _loop = new(new VirtualPlatform());
    private readonly List<string> _log = [];

    [Fact]
    public void Results_and_exceptions_come_out_whether_or_not_the_method_waited()
    {
        Run(async () =>
        {
            foreach (int wait in new[] { 0, 5 })
            {
                Assert.Equal(42, await AnswerAsync(wait, fails: false));
                await Assert.ThrowsAsync<FormatException>(async () => await AnswerAsync(wait, fails: true));
                await PlainAsync(wait, fails: false);
                await Assert.ThrowsAsync<FormatException>(async () => await PlainAsync(wait, fails: true));
            }
        });
    }

    [Fact]
    public void The_waiter_goes_on_through_the_ready_queue_like_everybody()
    {
        Run(async () =>
        {
            _loop.Start(async () =>
            {
                await _loop.DelayUntilAsync(Instant.Zero + TimeSpan.FromMilliseconds(5));
                _log.Add("other");
            });
            await AnswerAsync(5, fails: false);
            _log.Add("waiter");
        });
        Assert.Equal(["end", "other", "waiter"], _log);
    }

    [Fact]
    public void Many_at_once_are_recycled_and_allocate_nothing()
    {
        long allocated = -1;
        Run(async () =>
        {
            // A hundred at once: each waits for the next.
            await NestAsync(100);
            await NestAsync(100);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++)
                await NestAsync(100);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Off_the_loop_it_works_too() => Assert.Equal(7, await OffLoopAsync());

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<int> OffLoopAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return 7;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<int> NestAsync(int depth)
    {
        int below = depth == 0 ? await AnswerAsync(1, fails: false) : await NestAsync(depth - 1);
        await new LoopYield(_loop);
        return below + 1;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<int> AnswerAsync(int milliseconds, bool fails)
    {
        if (milliseconds > 0)
            await _loop.DelayUntilAsync(_loop.Now + TimeSpan.FromMilliseconds(milliseconds));
        if (fails)
            throw new FormatException("on purpose");
        if (_log.Count == 0)
            _log.Add("end");
        return 42;
    }

    [AsyncMethodBuilder(typeof(LoopPlainMethodBuilder))]
    private async ValueTask PlainAsync(int milliseconds, bool fails)
    {
        await AnswerAsync(milliseconds, fails);
        await AnswerAsync(milliseconds, fails: false);
    }

    private void Run(Func<ValueTask> body)
    {
        bool done = false;
        _loop.Start(async () =>
        {
            await body();
            done = true;
        });
        Assert.True(_loop.RunUntil(() => done, Instant.Zero + TimeSpan.FromMinutes(1)));
    }
}
