using System.Diagnostics;
using System.Runtime.InteropServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Files;

/// <summary>What a program learns about itself and the machine, as far as it is the same everywhere.</summary>
internal static class EnvironmentChecks
{
    public static void Add(Area area)
    {
        area.Check("variables, unset, set, expanded, cleared", () =>
        {
            string? before = Environment.GetEnvironmentVariable("CLASSLIBRARY_X");
            Environment.SetEnvironmentVariable("CLASSLIBRARY_X", "value");
            string expanded = Environment.ExpandEnvironmentVariables("<%CLASSLIBRARY_X%>");
            bool listed = Environment.GetEnvironmentVariables().Contains("CLASSLIBRARY_X");
            Environment.SetEnvironmentVariable("CLASSLIBRARY_X", null);
            return Values.Of(before, expanded, listed, Environment.GetEnvironmentVariable("CLASSLIBRARY_X"), Thrown.By(() => Environment.SetEnvironmentVariable("a=b", "x")));
        });
        area.Check("the machine", () => Values.Of(
            Environment.Is64BitProcess, Environment.OSVersion.Platform, RuntimeInformation.OSArchitecture, RuntimeInformation.IsOSPlatform(OSPlatform.Linux), Environment.SystemPageSize, Environment.ProcessorCount >= 1, Environment.MachineName.Length > 0, OperatingSystem.IsLinux()));
        area.Check("the process", () => Values.Of(
            Environment.ProcessId > 0, Environment.CommandLine.Length > 0, Environment.GetCommandLineArgs().Length >= 1, Environment.ExitCode, Environment.HasShutdownStarted, Environment.UserInteractive, Environment.WorkingSet >= 0, Environment.ProcessPath?.StartsWith('/')));
        area.Check("the runtime", () => Values.Of(Environment.Version.Major, RuntimeInformation.FrameworkDescription.Split('.')[1], RuntimeInformation.RuntimeIdentifier, AppContext.TargetFrameworkName, AppContext.BaseDirectory.EndsWith('/')));
        area.Check("switches", () =>
        {
            AppContext.SetSwitch("ClassLibrary.Switch", true);
            bool known = AppContext.TryGetSwitch("ClassLibrary.Switch", out bool on);
            return Values.Of(known, on, AppContext.TryGetSwitch("ClassLibrary.Other", out _));
        });
        area.Check("the folder it stands in", () =>
        {
            Directory.SetCurrentDirectory("/");
            return Values.Of(Environment.CurrentDirectory, Path.GetFullPath("a/../b/./c"), Directory.GetCurrentDirectory());
        });
        area.Check("paths, put together and taken apart", () => Values.Of(
            Path.Combine("/a", "b", "c.txt"), Path.Combine("/a", "/b"), Path.GetExtension("x.tar.gz"), Path.GetFileNameWithoutExtension("/a/b.c"), Path.ChangeExtension("a.b", ".c"), Path.GetRelativePath("/a/b/c", "/a/d"), Path.IsPathRooted("a"), Path.Join("a/", "/b"), Path.GetRandomFileName().Length));
        area.Check("a folder of no user, the end of a line", () => Values.Of(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData, Environment.SpecialFolderOption.DoNotVerify), Environment.NewLine == "\n"));
        area.Check("signals, listened for and no more", () =>
        {
            using (PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true))
            using (PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => { }))
            {
                ConsoleCancelEventHandler handler = (_, _) => { };
                Console.CancelKeyPress += handler;
                Console.CancelKeyPress -= handler;
            }

            return Values.Of(Thrown.By(() => PosixSignalRegistration.Create((PosixSignal)9999, _ => { }).Dispose()));
        });
        area.Check("stack trace of here", () =>
        {
            var frame = new StackTrace().GetFrame(0);
            return Values.Of(Environment.StackTrace.Contains(nameof(EnvironmentChecks), StringComparison.Ordinal), frame is not null, DiagnosticMethodInfo.Create(frame!)?.DeclaringTypeName?.Contains(nameof(EnvironmentChecks), StringComparison.Ordinal));
        });
    }
}
