using System.CommandLine;
using DSoftBus.Qemu.Forward;

namespace DSoftBus.Qemu.Commands;

/// <summary>The option <c>--publish</c>, which may be repeated.</summary>
internal static class PublishOption
{
    public delegate string? Reader(string text, out Publication? publication);

    public static Option<Publication[]> Create(string helpName, string description, Reader read) => new("--publish")
    {
        HelpName = helpName,
        Description = $"{description}; may be repeated. ADDRESS is 127.0.0.1 unless given, PORT 0 is any that is free.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var publications = new List<Publication>();
            foreach (var token in result.Tokens)
            {
                if (read(token.Value, out Publication? publication) is { } problem)
                    result.AddError($"--publish: {problem}");
                else
                    publications.Add(publication!);
            }

            return [.. publications];
        },
    };
}
