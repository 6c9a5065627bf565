using System.Threading.Channels;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Async;

/// <summary>Channels between tasks.</summary>
internal static class ChannelChecks
{
    public static void Add(Area area)
    {
        area.Check("channel of 8 places, three consumers add up 1..5000", async () =>
        {
            var channel = Channel.CreateBounded<long>(8);
            var consumers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                long sum = 0;
                await foreach (long value in channel.Reader.ReadAllAsync())
                    sum += value;
                return sum;
            })).ToArray();
            for (long value = 1; value <= 5000; value++)
                await channel.Writer.WriteAsync(value);
            channel.Writer.Complete();
            return Values.Of((await Task.WhenAll(consumers)).Sum());
        });
        area.Check("channel without bound, in order for each of four writers", async () =>
        {
            var channel = Channel.CreateUnbounded<(int Writer, int Number)>(new UnboundedChannelOptions { SingleReader = true });
            var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
            {
                for (int i = 0; i < 1000; i++)
                    channel.Writer.TryWrite((writer, i));
            })));
            _ = writers.ContinueWith(_ => channel.Writer.Complete(), TaskScheduler.Default);
            var next = new int[4];
            int wrong = 0;
            await foreach (var (writer, number) in channel.Reader.ReadAllAsync())
                wrong += next[writer]++ == number ? 0 : 1;
            return Values.Of(next, wrong);
        });
        area.Check("channel, full, and what is dropped", () =>
        {
            var waits = Channel.CreateBounded<int>(2);
            var oldest = Channel.CreateBounded<int>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropOldest });
            var newest = Channel.CreateBounded<int>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropNewest });
            bool third = false;
            for (int i = 1; i <= 3; i++)
            {
                third = waits.Writer.TryWrite(i);
                oldest.Writer.TryWrite(i);
                newest.Writer.TryWrite(i);
            }

            return Values.Of(third, waits.Reader.Count, All(oldest.Reader), All(newest.Reader));
        });
        area.Check("channel, ended, and ended by a failure", async () =>
        {
            var ended = Channel.CreateUnbounded<int>();
            ended.Writer.TryWrite(1);
            ended.Writer.Complete();
            var failed = Channel.CreateUnbounded<int>();
            failed.Writer.Complete(new InvalidDataException("broken"));
            return Values.Of(
                ended.Writer.TryWrite(2), await ended.Reader.WaitToReadAsync(), await ended.Reader.ReadAsync(), await ended.Reader.WaitToReadAsync(), await Thrown.ByAsync(() => ended.Reader.ReadAsync().AsTask()),
                await Thrown.ByAsync(() => failed.Reader.Completion), await Thrown.ByAsync(() => ended.Writer.WriteAsync(3).AsTask()));
        });
        area.Check("channel by priority", async () =>
        {
            var channel = Channel.CreateUnboundedPrioritized<int>();
            foreach (int value in new[] { 5, 1, 4, 2, 3 })
                await channel.Writer.WriteAsync(value);
            return Values.Of(All(channel.Reader));
        });
        area.Check("channel, a reader that is cancelled leaves the item for the next", async () =>
        {
            var channel = Channel.CreateUnbounded<string>();
            using var stop = new CancellationTokenSource();
            var given = channel.Reader.ReadAsync(stop.Token).AsTask();
            await stop.CancelAsync();
            string type = await Thrown.ByAsync(() => given);
            channel.Writer.TryWrite("kept");
            return Values.Of(type, await channel.Reader.ReadAsync());
        });
        area.Check("channels, a ball goes 2000 times between two tasks", async () =>
        {
            var there = Channel.CreateBounded<int>(1);
            var back = Channel.CreateBounded<int>(1);
            var player = Task.Run(async () =>
            {
                await foreach (int ball in there.Reader.ReadAllAsync())
                    await back.Writer.WriteAsync(ball + 1);
            });
            int value = 0;
            for (int i = 0; i < 1000; i++)
            {
                await there.Writer.WriteAsync(value + 1);
                value = await back.Reader.ReadAsync();
            }

            there.Writer.Complete();
            await player;
            return Values.Of(value);
        });
    }

    private static List<int> All(ChannelReader<int> reader)
    {
        var items = new List<int>();
        while (reader.TryRead(out int item))
            items.Add(item);
        return items;
    }
}
