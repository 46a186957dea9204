; The installer for Windows: for the user who runs it, without an administrator. Inno Setup 6.3 or newer.
;
;   iscc /DAppVersion=1.2.0 /DNumbers=1.2.0.0 /DApp=C:\...\dist\encord-prediction-exporter installer.iss
;
; installers.py passes these, /DIcon, the output folder, and /DSigned with /Ssigner=... when there is a certificate.

#define Title "Encord Prediction Exporter"
#define Program "encord-prediction-exporter"

[Setup]
; The id by which Windows and later versions know the installation. It never changes.
AppId={{6E0C3B51-8F0B-4B0C-9C64-2D7C0D0E5A17}
AppName={#Title}
AppVersion={#AppVersion}
AppVerName={#Title} {#AppVersion}
AppPublisher={#Title}
VersionInfoVersion={#Numbers}
VersionInfoProductTextVersion={#AppVersion}

; {autopf} is the user's own ...\AppData\Local\Programs without an administrator. Settings, logs and run folders lie
; elsewhere ({localappdata} and {userappdata}, gui/paths.py): neither an upgrade nor a removal touches them.
PrivilegesRequired=lowest
DefaultDirName={autopf}\{#Title}
DisableProgramGroupPage=yes
UsePreviousAppDir=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Qt 6 needs Windows 10 1809.
MinVersion=10.0.17763

; An upgrade finds the files in use and closes the window, and with it the engine; nothing is started again, since
; the window does not remember where the user was.
CloseApplications=yes
CloseApplicationsFilter=*.exe,*.dll,*.pyd
RestartApplications=no

OutputBaseFilename={#Program}-{#AppVersion}-windows-x64-setup
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\{#Program}.exe
UninstallDisplayName={#Title}
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
#ifdef Signed
SignTool=signer
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; What an older version brought must not be found by a newer one: Python would import it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#App}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#Title}"; Filename: "{app}\{#Program}.exe"
Name: "{autodesktop}\{#Title}"; Filename: "{app}\{#Program}.exe"; Tasks: desktopicon

[Run]
Filename: "{app}\{#Program}.exe"; Description: "{cm:LaunchProgram,{#Title}}"; Flags: nowait postinstall skipifsilent

[Code]
const
  ReadAndWrite = $0002;
  Exclusive = $0010;

{ A program that runs cannot be opened for writing. Setup asks Windows for such programs itself, the removal does not. }
function IsRunning(const Name: String): Boolean;
var
  Stream: TFileStream;
begin
  Result := False;
  if not FileExists(Name) then
    Exit;
  try
    Stream := TFileStream.Create(Name, ReadAndWrite or Exclusive);
    Stream.Free;
  except
    Result := True;
  end;
end;

function InitializeUninstall(): Boolean;
begin
  Result := True;
  while IsRunning(ExpandConstant('{app}\{#Program}.exe')) or
        IsRunning(ExpandConstant('{app}\{#Program}-console.exe')) do
  begin
    if SuppressibleMsgBox('{#Title} is open. Close it, then choose Retry.', mbError, MB_RETRYCANCEL, IDCANCEL) = IDCANCEL then
    begin
      Result := False;
      Exit;
    end;
  end;
end;
