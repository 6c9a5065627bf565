using System.CommandLine;
using DSoftBus.Qemu.Commands;

// The command alone: no word before its options.
return await TapCommand.Create(new RootCommand("'softbus tap' compiled ahead of time.")).Parse(args).InvokeAsync();
