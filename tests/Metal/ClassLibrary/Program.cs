// The class library by its values: one line for each check, the same on every machine that is as it should be.
using DSoftBus.Tests.Metal.ClassLibrary;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

var options = Options.TryParse(args, out string error);
if (options is null)
    return Refuse(error);
var areas = options.Area is null ? Areas.Suite : Areas.Named(options.Area) is { } named ? [named] : [];
if (areas.Count == 0)
    return Refuse($"there is no area '{options.Area}'; there are {string.Join(' ', Areas.Suite.Select(area => area.Name))}");

var runner = new CheckRunner(Console.Out, options.Limit);
int threw = 0;
foreach (var area in areas)
{
    foreach (var check in area.Checks)
    {
        switch (runner.Run(area, check))
        {
            case CheckOutcome.Threw:
                threw++;
                break;
            case CheckOutcome.Hung:
                // The thread cannot be ended, and what it holds would spoil the rest.
                return SuiteExit.Hung;
        }
    }
}

foreach (var area in areas)
    Console.WriteLine($"count {area.Name}: {area.Checks.Count}");
Console.WriteLine($"checks: {areas.Sum(area => area.Checks.Count)} in {areas.Count} areas, {threw} threw");
return threw == 0 ? SuiteExit.AllGaveValues : SuiteExit.SomeThrew;

static int Refuse(string reason)
{
    Console.WriteLine($"{reason}\n{Options.Usage}");
    return SuiteExit.NotUnderstood;
}
