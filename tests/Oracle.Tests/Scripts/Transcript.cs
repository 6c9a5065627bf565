namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>Runs a script in a world and writes down what each step answered.</summary>
internal static class Transcript
{
    /// <exception cref="InvalidOperationException">A runner failed, or a command does not exist.</exception>
    public static async Task<List<string>> OfAsync(World world, Script script, int port)
    {
        var lines = new List<string>();
        var pending = new Dictionary<string, Task<string>>(StringComparer.Ordinal);
        await world.BeginAsync(script);
        try
        {
            foreach (var step in script.Steps)
            {
                string answer = await AnswerAsync(world, step, port, pending) ?? "started";
                lines.Add(Line(step, answer));
                if (answer.EndsWith("nothing", StringComparison.Ordinal))
                    return lines; // What comes after it would only wait as long again.
            }

            if (pending.Count > 0)
                throw new InvalidOperationException($"{script.Name} never waits for {string.Join(", ", pending.Keys)}");
        }
        finally
        {
            await world.EndAsync();
        }

        return lines;
    }

    private static async Task<string?> AnswerAsync(World world, Step step, int port, Dictionary<string, Task<string>> pending)
    {
        switch (step.Who)
        {
            case "cut":
                await world.CutAsync(step.Command);
                return "ok";
            case "heal":
                await world.HealAsync(step.Command);
                return "ok";
            case "await":
                return pending.Remove(step.Command, out var running) ? await running : throw new InvalidOperationException($"nothing is called {step.Command}");
        }

        var answer = RunAsync(world, step.Who, world.Fill(step.Command, port));
        if (step.Pending is null)
            return await answer;
        pending.Add(step.Pending, answer);
        return null;
    }

    private static Task<string> RunAsync(World world, string who, string command)
    {
        if (command.Split(' ') is ["ping", var octets, .. var rest])
            return world.PingAsync(who, int.Parse(octets), rest is ["df"]);
        return who switch
        {
            "subject" => world.Subject.RunAsync(command),
            "peer" => world.Peer.RunAsync(command),
            _ => throw new InvalidOperationException($"'{who}' is neither subject nor peer"),
        };
    }

    private static string Line(Step step, string answer)
    {
        bool wrong = answer != "started" && step.Expected is { } expected && answer != expected && !answer.StartsWith(expected + " ", StringComparison.Ordinal);
        string text = $"{step.Who} {step.Command} -> {answer}";
        return wrong ? $"{text}   (expected {step.Expected})" : text;
    }
}
