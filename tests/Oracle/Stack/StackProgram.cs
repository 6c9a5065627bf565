using DSoftBus.Runtime.Loop;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Stack;

/// <summary>The loop of <c>oracle stack</c>: standard input is read on a thread of its own, everything else happens on the loop.</summary>
internal static class StackProgram
{
    public static void Run(TextReader input, TextWriter output)
    {
        using var platform = new HostPlatform();
        var loop = new TaskLoop(platform);
        using var interpreter = new StackInterpreter(loop);
        var pump = new CommandPump(input, output);
        var reader = new Thread(() =>
        {
            while (input.ReadLine() is { } line)
                loop.Post(() => _ = pump.AnswerAsync(line, interpreter.RunAsync));
            loop.Stop();
        })
        {
            IsBackground = true,
            Name = "commands",
        };
        reader.Start();
        loop.Run();
    }
}
