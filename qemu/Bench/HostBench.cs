using DSoftBus.Qemu.Bench.Stack;
using DSoftBus.Qemu.Harness;

namespace DSoftBus.Qemu.Bench;

/// <summary>The figures that need no guest: handshakes, records and the stack alone on this host's runtime.</summary>
internal sealed class HostBench(BenchOptions options, PhaseClock steps, TimeProvider clock)
{
    // The runtime recompiles hot code in the background; a warm-up has to last until that is over.
    private const int WarmUpSamples = 4;

    private static readonly (int Length, string Key, string Name)[] Sizes = [(16384, "16k", "16 KiB"), (256, "256", "256 B")];

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        using var handshakes = new HandshakeTrial(clock);
        List<Figure> figures = [];
        double[] perSecond = [];
        await steps.RunAsync("handshakes", async () => perSecond = await SampleAsync(time => handshakes.RunAsync(time, cancel)));
        figures.Add(new Figure("host.handshakes", "host: handshakes, both sides", "1/s", perSecond));
        foreach ((int length, string key, string name) in Sizes)
        {
            (var dialler, var acceptor) = await handshakes.ShakeAsync();
            using (dialler)
            using (acceptor)
            {
                var trial = new RecordTrial(dialler.Send, acceptor.Receive, length, clock);
                RecordRates[] rates = [];
                await steps.RunAsync($"records of {name}", async () => rates = await SampleAsync(time => Task.FromResult(trial.Run(time, cancel))));
                Figure Of(string suffix, string what, string unit, Func<RecordRates, double> value) =>
                    new($"host.{suffix}_{key}", $"host: {what} {name}", unit, [.. rates.Select(value)]);
                figures.Add(Of("seal", "seal", "MB/s", r => r.Seal));
                figures.Add(Of("plain_seal", "plain AEAD seal", "MB/s", r => r.PlainSeal));
                figures.Add(Of("seal_ratio", "seal, record : plain AEAD,", "ratio", r => r.Seal / r.PlainSeal));
                figures.Add(Of("open", "open", "MB/s", r => r.Open));
                figures.Add(Of("plain_open", "plain AEAD open", "MB/s", r => r.PlainOpen));
                figures.Add(Of("open_ratio", "open, record : plain AEAD,", "ratio", r => r.Open / r.PlainOpen));
            }
        }

        await AddStackAsync(figures, cancel);
        return figures;
    }

    private async Task AddStackAsync(List<Figure> figures, CancellationToken cancel)
    {
        foreach ((bool offloads, string key, string name) in new[] { (false, "plain", "plain frames"), (true, "offloads", "offloads") })
        {
            using var trial = new StackTrial(offloads, clock);
            StackTimes[] times = [];
            await steps.RunAsync($"the stack with {name}", async () => times = await SampleAsync(time => Task.FromResult(trial.Run(time, cancel))));
            figures.Add(new Figure($"host.tcp_send_{key}", $"host: TCP segment sent, {name}", "ns", [.. times.Select(t => t.Send)]));
            figures.Add(new Figure($"host.tcp_receive_{key}", $"host: TCP segment received, {name}", "ns", [.. times.Select(t => t.Receive)]));
            if (!offloads)
                figures.Add(new Figure("host.tcp_request", "host: 64-byte request and answer, both stacks", "ns", [.. times.Select(t => t.Request)]));
        }
    }

    private async Task<T[]> SampleAsync<T>(Func<TimeSpan, Task<T>> sample)
    {
        await sample(options.SampleTime * WarmUpSamples);
        var values = new T[options.Runs];
        for (int i = 0; i < values.Length; i++)
            values[i] = await sample(options.SampleTime);
        return values;
    }
}
