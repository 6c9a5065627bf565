using DSoftBus.KernelShim.Stubs;
using DSoftBus.KernelShim.Stubs.Checks;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Guards;

// The build's own tool: emits the stubs and checks what the linker made of them.
switch (args)
{
    case ["emit", var objectPath, var listingPath]:
        var stubs = StubObject.Create();
        File.WriteAllBytes(objectPath, stubs.Object);
        File.WriteAllText(listingPath, stubs.Listing);
        return 0;
    case ["guard", var compiledPath, var guardedPath, var guardsPath, var guardListingPath]:
        try
        {
            var guarded = GuardedObject.Create(File.ReadAllBytes(compiledPath));
            File.WriteAllBytes(guardedPath, guarded.Compiled);
            File.WriteAllBytes(guardsPath, guarded.Guards);
            File.WriteAllText(guardListingPath, guarded.Listing);
            return 0;
        }
        catch (InvalidDataException problem)
        {
            return Report(compiledPath, [problem.Message]);
        }

    case ["check-object", var path]:
        return Report(path, ObjectCheck.Run(new ElfFile(File.ReadAllBytes(path))));
    case ["check-image", var path]:
        return Report(path, ImageCheck.Run(new ElfFile(File.ReadAllBytes(path))));
    default:
        Console.Error.WriteLine("usage: emit OBJECT LISTING | guard COMPILED GUARDED GUARDS LISTING | check-object OBJECT | check-image ELF");
        return 2;
}

static int Report(string path, IReadOnlyList<string> problems)
{
    // The form that MSBuild recognises as an error.
    foreach (string problem in problems)
        Console.Error.WriteLine($"{path} : error SHIM0001: {problem}");
    return problems.Count == 0 ? 0 : 1;
}
